import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { PaymentState } from '#src/ports/payment-method.ts';
import { call } from './call.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import { minorOfStripe } from './stripe-amount.ts';
import type { Stripe } from './stripe-config.ts';

/** A PaymentIntent: one tender for Stripe. Fields that come new are let through. */
export const intentShape = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  amount_capturable: z.number().int().default(0),
  amount_received: z.number().int().default(0),
  metadata: z.record(z.string(), z.string()).default({}),
  latest_charge: z
    .union([z.string(), z.looseObject({ amount_refunded: z.number().int().default(0) })])
    .nullish(),
});
export type Intent = z.infer<typeof intentShape>;

/** As it is now, with what was given back. */
export async function readIntent(stripe: Stripe, id: string): Promise<ProviderOutcome<{ intent: Intent }>> {
  const path = `/v1/payment_intents/${encodeURIComponent(id)}?expand[]=latest_charge`;
  const called = await call(stripe, { method: 'GET', path, shape: intentShape });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  return { kind: 'ok', intent: called.answer.body };
}

export function stateOf(intent: Intent): PaymentState {
  const currency = intent.currency.toUpperCase();
  return {
    providerRef: intent.id,
    authorizedMinor: minorOfStripe(intent.amount_capturable, currency),
    capturedMinor: minorOfStripe(intent.amount_received, currency),
    refundedMinor: minorOfStripe(refundedOf(intent), currency),
    isVoided: intent.status === 'canceled',
  };
}

/** Stripe counts the rest of a hold that was taken in part as given back, though it was never taken. */
function refundedOf({ amount, amount_received: received, latest_charge: charge }: Intent): number {
  if (received === 0 || typeof charge !== 'object' || charge === null) return 0;
  return charge.amount_refunded - (amount - received);
}
