import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { BoughtReward } from '#src/ports/rewards.ts';
import { type Amazon, call } from './call.ts';
import { requestIdOf } from './request-ids.ts';
import { withoutBlock } from './without-block.ts';

/** Takes a card back. Amazon allows it for 15 minutes after it was made, and only as long as nobody claimed it. */
export async function cancelReward(
  amazon: Amazon,
  { key, providerRef }: BoughtReward,
): Promise<ProviderOutcome<object>> {
  const { config } = amazon;
  const request = {
    creationRequestId: requestIdOf(config, key),
    partnerId: config.partnerId,
    gcId: providerRef,
  };
  const called = await call(amazon, 'CancelGiftCard', {
    body: JSON.stringify(request),
    shape: z.looseObject({}),
  });
  return called.kind === 'blocked' ? withoutBlock(called) : called;
}
