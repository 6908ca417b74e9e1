import type { Reader } from '#src/db/kit/schema.ts';
import { findRetention, findRetentionRun } from '#src/db/people/retention.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Retention } from '#src/domain/people/retention.ts';
import { keepsPeople } from './keeps-people.ts';

export type RetentionNow = Retention & { lastRun: { ranAt: Date; blanked: number } | null };

/** For how long texts and addresses are kept, and when that was last seen to; undefined for readers who may not say so. */
export async function findRetentionWithin(db: Reader, scope: Scope): Promise<RetentionNow | undefined> {
  if (!keepsPeople(scope)) return undefined;
  const { organizationId } = scope;
  const [retention, lastRun] = [
    await findRetention(db, organizationId),
    await findRetentionRun(db, organizationId),
  ];
  return { ...retention, lastRun: lastRun ?? null };
}
