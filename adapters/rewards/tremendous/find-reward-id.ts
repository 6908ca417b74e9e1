import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call, type Tremendous } from './call.ts';
import { orderShape, stateOf } from './order-shape.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

/** The id of an order's one reward, once it is paid. */
export async function findRewardId(
  tremendous: Tremendous,
  orderId: string,
): Promise<ProviderOutcome<{ rewardId: string }>> {
  const path = `/orders/${encodeURIComponent(orderId)}`;
  const called = await call(tremendous, {
    method: 'GET',
    path,
    shape: z.looseObject({ order: orderShape }),
  });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  const { order } = called.answer.body;
  const [reward] = order.rewards;
  const state = stateOf(order);
  if (state === 'pending') return { kind: 'pending', providerRef: order.id };
  if (state !== 'bought' || !reward) return { kind: 'rejected', reason: `Tremendous: the order is ${state}` };
  return { kind: 'ok', rewardId: reward.id };
}
