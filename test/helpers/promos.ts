import { must } from '#src/domain/kit/must.ts';
import type { Company } from './company.ts';
import type { makeCompanyWithApprovers } from './company-with-approvers.ts';
import type { TestCore } from './make-core.ts';

const DAY_MS = 86_400_000;

export type PromoOptions = { days?: number; paidBy?: string; by?: string; requestId?: string };

/** Grants somebody promotional credit out of Engineering's budget, as Finn of finance would, for so many days. */
export async function grantPromo(
  core: TestCore,
  company: Pick<Company, 'person' | 'department'>,
  to: string,
  amountMinor: bigint,
  { days = 30, paidBy = 'Engineering', by = 'finn', requestId = core.newId() }: PromoOptions = {},
) {
  const personId = (await company.person(to)).id;
  return core.app.wallet.grantPromos({
    department: await company.department(paidBy),
    person: await company.person(by),
    reason: 'for the spring',
    expiresAt: new Date(core.clock.now().getTime() + days * DAY_MS),
    promos: [{ personId, amountMinor, requestId }],
  });
}

/** The same, where it must succeed: its id. */
export async function granted(...args: Parameters<typeof grantPromo>): Promise<string> {
  const outcome = await grantPromo(...args);
  if (!outcome.ok) throw new Error(`nothing was granted: ${outcome.refusal.kind}`);
  return must(outcome.value.grants[0], 'grant').grantId;
}

/** Has a grant taken back: Finn asks, Zoe, who is an admin, approves. */
export async function takeBack(
  core: TestCore,
  company: Awaited<ReturnType<typeof makeCompanyWithApprovers>>,
  grantId: string,
) {
  const person = await company.person('finn');
  const asked = await core.app.wallet.requestPromoReturn({ person, grantId, reason: 'granted twice' });
  if (!asked.ok) return asked;
  return company.decide('zoe', asked.value.approvalId);
}
