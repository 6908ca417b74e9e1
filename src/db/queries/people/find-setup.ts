import { listHiddenSteps, readSetupFacts } from '#src/db/people/setup.ts';
import { findSampleCompany } from '#src/db/people/sample-company.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { SampleCompany } from '#src/domain/people/sample-company.ts';
import type { SetupFacts, SetupStep } from '#src/domain/people/setup.ts';

/** What the set-up is derived from, apart from the settings; `sample` where what is here was made up. */
export type FoundSetup = { facts: SetupFacts; hidden: SetupStep[]; sample?: SampleCompany };

/** How far the set-up of the organization has come; undefined for readers who do not see everybody’s sign-ins: they set nothing up. */
export async function findSetup(
  db: Reader,
  { organizationId, isAll }: Scope,
): Promise<FoundSetup | undefined> {
  if (!isAll) return undefined;
  const [facts, hidden, sample] = await Promise.all([
    readSetupFacts(db, organizationId),
    listHiddenSteps(db, organizationId),
    findSampleCompany(db, organizationId),
  ]);
  return { facts, hidden, ...(sample && { sample }) };
}
