import type { LockedApproval } from '#src/db/approval/approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockGrant } from '#src/db/wallet/promo-grant.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { refusalOfAlteredGrant } from './steps/refuse-altered-grant.ts';
import { returnGrant } from './steps/return-grant.ts';

/** Takes back what is left of a grant, once a second person has approved it. Its owner is told. Refuses one that is over. */
export async function takeBackPromo(
  deps: Pick<Deps, 'newId' | 'keys' | 'log'>,
  tx: Tx,
  { organizationId, subjectId, requestedBy: actorId, reason }: LockedApproval,
): Promise<Outcome<undefined>> {
  const grant = await lockGrant(tx, { organizationId, id: subjectId });
  if (!grant) return refused({ kind: 'unknown-promo' });
  if (grant.status !== 'open') return refused({ kind: 'promo-over', how: grant.status });
  // Its day came, though nothing has booked that yet.
  if (grant.expiresAt <= tx.now) return refused({ kind: 'promo-over', how: 'expired' });
  const altered = await refusalOfAlteredGrant(deps, tx, grant);
  if (altered) return refused(altered);
  const { personId, currency } = grant;
  const leftMinor = await returnGrant(deps, tx, grant, { move: 'take-back', actorId, reason });
  const detail = { money: storeMoney({ amountMinor: leftMinor, currency }), reason };
  await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'promo.taken-back', detail }]);
  await refreshCards(tx, organizationId, [personId]);
  return done(undefined);
}
