import { hasOpenApproval } from '#src/db/approval/approval.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockHolder } from '#src/db/people/person-merge.ts';
import { findLeftOfGrant, type LockedGrant, lockGrant } from '#src/db/wallet/promo-grant.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import { openApproval } from '#src/usecases/approval/steps/open-approvals.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What waits for a second person's approval, and until when. `leftMinor`: what is left of it now, minor units. */
export type RequestedPromoReturn = {
  approvalId: string;
  grant: LockedGrant;
  leftMinor: bigint;
  waitsUntil: Date;
};

/**
 * Asks a second person, and not its owner, to approve taking back what is left of a grant of promotional credit.
 *
 * Refuses roles that may not ask, grants that are over or spent, and those with an open request.
 */
export async function requestPromoReturn(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, grantId, reason }: { person: Person; grantId: string; reason: string },
): Promise<Outcome<RequestedPromoReturn>> {
  const { organizationId, id: requestedBy, role } = person;
  if (!may(role, 'grant-promos')) return refused({ kind: 'promo-not-allowed', role });
  return transact(deps, async (tx) => {
    const grant = await lockGrant(tx, { organizationId, id: grantId });
    if (!grant) return refused({ kind: 'unknown-promo' });
    const { status, personId, departmentId, currency } = grant;
    if (status !== 'open') return refused({ kind: 'promo-over', how: status });
    // Its day came, though nothing has booked that yet.
    if (grant.expiresAt <= tx.now) return refused({ kind: 'promo-over', how: 'expired' });
    const leftMinor = await findLeftOfGrant(tx, { ...grant, personId: await lockHolder(tx, grant) });
    if (leftMinor === 0n) return refused({ kind: 'promo-over', how: 'spent' });
    const about = { organizationId, kind: 'promo' as const, subjectId: grantId };
    if (await hasOpenApproval(tx, about)) return refused({ kind: 'promo-return-asked' });
    const asked = { ...about, departmentId, requestedBy, excluded: [personId], currency, reason };
    const approval = await openApproval(deps, tx, { ...asked, amountMinor: leftMinor });
    const who = { actorId: requestedBy, subjectId: personId };
    const detail = { grantId, reason };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'promo.return-asked', ...who, detail },
    ]);
    return done({ approvalId: approval.id, grant, leftMinor, waitsUntil: approval.expiresAt });
  });
}
