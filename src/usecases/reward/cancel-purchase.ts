import { lockRewardOrder, saveAsking } from '#src/db/reward/reward-order.ts';
import { transact } from '#src/db/kit/transact.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import type { RewardStatus } from '#src/domain/reward/reward-moves.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { requireRecordedOrder } from './steps/require-recorded-order.ts';
import { rejectReward, type SettleDeps } from './steps/settle-reward.ts';

type CancelDeps = SettleDeps & Pick<Deps, 'db' | 'clock' | 'queue' | 'operator'>;

/** A purchase by the id of what it is for: a gift, or an order of the store. */
export type PurchaseToCancel = { actor: Actor; rewardId: string; reason: string };

/**
 * Gives up a purchase that waits, such as for a provider that does not sell to us: a gift becomes stored value, and an order of the store
 * ends and its money goes back. Nobody asks for it meanwhile, because it is locked; whoever comes later finds it settled.
 *
 * Refuses what may have been bought: only a purchase that no provider was asked for yet, or that one surely did not take, is given up.
 */
export async function cancelPurchase(
  deps: CancelDeps,
  { actor, rewardId: id, reason: said }: PurchaseToCancel,
): Promise<Outcome<{ provider: string }>> {
  if (!mayAct(actor, 'settle-checkouts')) return refused({ kind: 'purchase-not-allowed' });
  const reason = said.trim();
  if (reason === '') return refused({ kind: 'reason-missing' });
  const { organizationId } = actor;
  return transact(deps, async (tx) => {
    const order = isUuid(id) ? await lockRewardOrder(tx, { organizationId, id }) : undefined;
    if (!order) return refused({ kind: 'unknown-purchase' });
    const refusal = refusalOf(order.status);
    if (refusal) return refused(refusal);
    await requireRecordedOrder(deps, tx, order);
    await saveAsking(tx, order, tx.now);
    await rejectReward(deps, tx, order, { reason, actorId: actorIdOf(actor) });
    return done({ provider: order.provider });
  });
}

/** `due`: nobody asked so far, or the only answer was that nothing happened. */
function refusalOf(status: RewardStatus): Refusal | undefined {
  if (status === 'due') return undefined;
  const isOver = status === 'bought' || status === 'rejected';
  return { kind: 'purchase-not-waiting', why: isOver ? status : 'asked' };
}
