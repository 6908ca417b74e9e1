import { z } from 'zod';
import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { idOfProviderKey } from '#src/domain/reward/provider-key.ts';
import type { ProviderPurchase } from '#src/ports/rewards.ts';

const rewardShape = z.looseObject({
  id: z.string().min(1),
  value: z.looseObject({ denomination: z.number(), currency_code: z.string() }),
});

/** An order as Tremendous answers it; fields that come new are let through. */
export const orderShape = z.looseObject({
  id: z.string().min(1),
  external_id: z.string().nullish(),
  status: z.string(),
  created_at: z.string(),
  payment: z.looseObject({ total: z.number(), fees: z.number(), currency_code: z.string().default('USD') }),
  rewards: z.array(rewardShape).min(1),
});
export type Order = z.infer<typeof orderShape>;

/** Tremendous writes amounts as decimal numbers. */
export function moneyFrom(decimal: number, currency: string): Money {
  return { amountMinor: BigInt(decimal.toFixed(minorDigits(currency)).replace('.', '')), currency };
}

/** What the order's reward is worth. */
function faceOf({ rewards: [reward] }: Order): Money | undefined {
  return reward && moneyFrom(reward.value.denomination, reward.value.currency_code);
}

/** `pending` is every state that we do not know, too: an order is settled only by a word that says so. */
export function stateOf({ status }: Order): ProviderPurchase['state'] {
  const states: Record<string, ProviderPurchase['state']> = {
    EXECUTED: 'bought',
    FAILED: 'failed',
    CANCELED: 'cancelled',
  };
  return states[status] ?? 'pending';
}

/** A purchase with what was charged for it. */
export type TremendousPurchase = Required<ProviderPurchase>;

/** Undefined for an order that somebody else made with the same account. */
export function purchaseOf(order: Order): TremendousPurchase | undefined {
  const key = idOfProviderKey(order.external_id ?? '');
  const face = faceOf(order);
  if (key === undefined || !face) return undefined;
  const { total, fees, currency_code: currency } = order.payment;
  return {
    key,
    providerRef: order.id,
    face,
    charged: moneyFrom(total, currency),
    fee: moneyFrom(fees, currency),
    state: stateOf(order),
    at: new Date(order.created_at),
  };
}
