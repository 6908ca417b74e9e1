import { findPause, takeTurnAtPaused } from '#src/db/reward/reward-pause.ts';
import {
  findRewardOrderRef,
  lockRewardOrder,
  type RewardOrder,
  saveAsking,
  saveRewardDueAt,
} from '#src/db/reward/reward-order.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { PAUSE_MS, REWARD_LEASE_MS } from '#src/domain/reward/reward-waits.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { requireRecordedOrder } from './require-recorded-order.ts';

/** An order that is ours to ask for, with its attempt; `again`: come back after so many milliseconds. */
export type RewardLease = { order: RewardOrder } | { again: number } | undefined;

/** Takes an order that is due, so that nobody else asks for it meanwhile. */
export async function leaseRewardOrder(deps: Pick<Deps, 'keys'>, tx: Tx, id: string): Promise<RewardLease> {
  const named = await findRewardOrderRef(tx, id);
  const order = named && (await lockRewardOrder(tx, named));
  if (!order?.dueAt) return undefined;
  const waitMs = order.dueAt.getTime() - tx.now.getTime();
  if (waitMs > 0) return { again: waitMs };
  await requireRecordedOrder(deps, tx, order);
  const pausedUntil = await findPausedUntil(tx, order);
  if (pausedUntil) {
    await saveRewardDueAt(tx, order, pausedUntil);
    return undefined;
  }
  await saveAsking(tx, order, new Date(tx.now.getTime() + REWARD_LEASE_MS));
  return { order: { ...order, attempts: order.attempts + 1 } };
}

/** When a paused provider is tried next; undefined where it is not paused, or where this order is to try it. */
async function findPausedUntil(tx: Tx, { organizationId, provider }: RewardOrder): Promise<Date | undefined> {
  const pause = await findPause(tx, { organizationId, provider });
  if (!pause) return undefined;
  const until = new Date(tx.now.getTime() + PAUSE_MS);
  if (await takeTurnAtPaused(tx, { organizationId, provider, until })) return undefined;
  return pause.tryAt > tx.now ? pause.tryAt : until;
}
