import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call } from './call.ts';
import { intentShape, readIntent } from './intent.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import type { Stripe } from './stripe-config.ts';

/** Lets go of a hold. One that is gone already counts as let go. */
export async function voidPayment(
  stripe: Stripe,
  { key, providerRef }: { key: string; providerRef: string },
): Promise<ProviderOutcome<object>> {
  const called = await call(stripe, {
    method: 'POST',
    path: `/v1/payment_intents/${encodeURIComponent(providerRef)}/cancel`,
    shape: intentShape,
    key: `void_${key}`,
    fields: { cancellation_reason: 'abandoned' },
  });
  if ('answer' in called) return outcomeOf(called.answer.body.status);
  const outcome = outcomeOfFailure(called.failure);
  const { code, wasSaved } = called.failure;
  if (code !== 'payment_intent_unexpected_state' && !wasSaved) return outcome;
  const read = await readIntent(stripe, providerRef);
  return read.kind === 'ok' ? outcomeOf(read.intent.status) : read;
}

function outcomeOf(status: string): ProviderOutcome<object> {
  if (status === 'canceled') return { kind: 'ok' };
  if (status === 'succeeded') return { kind: 'rejected', reason: 'Stripe: the payment is captured' };
  return { kind: 'unknown', fault: `Stripe: the payment is ${status}` };
}
