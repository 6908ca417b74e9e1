import { type NewRewardOrder, saveRewardOrder } from '#src/db/reward/reward-order.ts';
import type { Tx } from '#src/db/kit/schema.ts';

/**
 * Orders a reward, which is bought once this is committed. Its id is that of what it is for: ordered twice, it is bought
 * once. What comes of it, `RewardEffects` hear. Returns whether it was not ordered before.
 */
export async function insertRewardOrder(tx: Tx, order: NewRewardOrder): Promise<boolean> {
  const isNew = await saveRewardOrder(tx, order);
  if (isNew) tx.after('buy-reward', [order.id]);
  return isNew;
}
