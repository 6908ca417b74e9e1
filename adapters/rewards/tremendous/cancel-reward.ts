import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { BoughtReward } from '#src/ports/rewards.ts';
import { call, type Tremendous } from './call.ts';
import { findRewardId } from './find-reward-id.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

/** Tremendous takes back only what it could not deliver, and never what was redeemed: it refuses most. */
export async function cancelReward(
  tremendous: Tremendous,
  { providerRef }: BoughtReward,
): Promise<ProviderOutcome<object>> {
  const found = await findRewardId(tremendous, providerRef);
  if (found.kind !== 'ok') return found;
  const path = `/rewards/${encodeURIComponent(found.rewardId)}/cancel`;
  const called = await call(tremendous, { method: 'POST', path, shape: z.looseObject({}) });
  return 'failure' in called ? outcomeOfFailure(called.failure) : { kind: 'ok' };
}
