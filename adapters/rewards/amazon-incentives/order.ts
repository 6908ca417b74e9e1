import type { OrderOutcome, RewardToOrder } from '#src/ports/rewards.ts';
import type { Amazon } from './call.ts';
import { createCard } from './create-card.ts';

/** Buys a card. Amazon sends its fees, if any, by invoice: what is charged is what the card is worth. */
export async function order(amazon: Amazon, reward: RewardToOrder): Promise<OrderOutcome> {
  const created = await createCard(amazon, reward);
  if (created.kind !== 'ok') return created;
  const { gcId, status, expiresAt } = created.card;
  // Amazon calls it a success, code and all, when the card was cancelled long ago.
  if (status === 'RefundedToPurchaser') return { kind: 'rejected', reason: 'Amazon: the card was cancelled' };
  const fee = { amountMinor: 0n, currency: reward.face.currency };
  return { kind: 'ok', providerRef: gcId, charged: reward.face, fee, ...(expiresAt ? { expiresAt } : {}) };
}
