import { z } from 'zod';
import { Secret } from '#src/domain/kit/secret.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { BoughtReward } from '#src/ports/rewards.ts';
import { call, type Tremendous } from './call.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import { findRewardId } from './find-reward-id.ts';

const linkShape = z.looseObject({ reward: z.looseObject({ link: z.url({ protocol: /^https?$/u }) }) });

/** Asks for a new link to a reward. */
export async function reveal(
  tremendous: Tremendous,
  { providerRef }: BoughtReward,
): Promise<ProviderOutcome<{ values: RewardValue[] }>> {
  const found = await findRewardId(tremendous, providerRef);
  if (found.kind !== 'ok') return found;
  const path = `/rewards/${encodeURIComponent(found.rewardId)}/generate_link`;
  const called = await call(tremendous, { method: 'POST', path, shape: linkShape });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  return { kind: 'ok', values: [{ kind: 'link', secret: new Secret(called.answer.body.reward.link) }] };
}
