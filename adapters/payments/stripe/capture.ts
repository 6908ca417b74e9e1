import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call } from './call.ts';
import { type Intent, intentShape, readIntent } from './intent.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import { stripeAmountOf } from './stripe-amount.ts';
import type { Stripe } from './stripe-config.ts';

/** The name under which an intent carries the key of its capture. */
const CAPTURE = 'largesse_capture';

export type CaptureCall = { key: string; providerRef: string; amountMinor: bigint; currency: string };

/** Takes what is held, or a part of it: Stripe then releases the rest. */
export async function capture(stripe: Stripe, payment: CaptureCall): Promise<ProviderOutcome<object>> {
  const amount = stripeAmountOf(payment);
  if (amount === undefined) {
    return { kind: 'rejected', reason: `Stripe takes no such amount in ${payment.currency}` };
  }
  const called = await call(stripe, {
    method: 'POST',
    path: `/v1/payment_intents/${encodeURIComponent(payment.providerRef)}/capture`,
    shape: intentShape,
    key: `capture_${payment.key}`,
    fields: { amount_to_capture: amount, metadata: { [CAPTURE]: payment.key } },
  });
  if ('answer' in called && !called.answer.wasSaved) return outcomeOf(called.answer.body, payment, amount);
  if ('failure' in called && !mayBeDone(called.failure)) return outcomeOfFailure(called.failure);
  const read = await readIntent(stripe, payment.providerRef);
  return read.kind === 'ok' ? outcomeOf(read.intent, payment, amount) : read;
}

/** The payment is in another state, perhaps by this very capture, or Stripe repeats a fault of its own. */
function mayBeDone({
  code,
  status = 0,
  wasSaved,
}: {
  code?: string;
  status?: number;
  wasSaved: boolean;
}): boolean {
  return code === 'payment_intent_unexpected_state' || (wasSaved && status >= 500);
}

function outcomeOf(intent: Intent, { key }: CaptureCall, amount: bigint): ProviderOutcome<object> {
  const { status } = intent;
  if (status === 'processing') return { kind: 'pending', providerRef: intent.id };
  if (status === 'requires_capture') {
    return { kind: 'unknown', fault: 'Stripe: the payment is not captured yet' };
  }
  const isOurs = intent.metadata[CAPTURE] === key && BigInt(intent.amount_received) === amount;
  if (status === 'succeeded' && isOurs) return { kind: 'ok' };
  return { kind: 'rejected', reason: `Stripe: the payment cannot be captured, it is ${status}` };
}
