import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { BoughtReward } from '#src/ports/rewards.ts';
import type { Amazon } from './call.ts';
import { createCard } from './create-card.ts';
import { withoutBlock } from './without-block.ts';

/** Reads the claim code by asking for the same card again: partners may not store it. */
export async function reveal(
  amazon: Amazon,
  reward: BoughtReward,
): Promise<ProviderOutcome<{ values: RewardValue[] }>> {
  const created = await createCard(amazon, reward);
  if (created.kind !== 'ok') return withoutBlock(created);
  const { gcId, claimCode, status } = created.card;
  if (gcId !== reward.providerRef) {
    amazon.log.error({ key: reward.key, gcId }, 'Amazon made another card than the one to be shown');
    return { kind: 'unknown', fault: 'Amazon made another card than the one to be shown' };
  }
  if (status !== 'Fulfilled') return { kind: 'rejected', reason: `Amazon: the card is ${status}` };
  return { kind: 'ok', values: [{ kind: 'code', secret: claimCode }] };
}
