import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call } from './call.ts';
import type { CaptureCall } from './capture.ts';
import { isOld } from './is-old.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import { stripeAmountOf } from './stripe-amount.ts';
import type { Stripe } from './stripe-config.ts';

type Outcome = ProviderOutcome<{ refundRef: string }>;

/** The name under which a refund carries its key. */
const REFUND = 'largesse_refund';
const MOST_PAGES = 10;

const refundShape = z.looseObject({
  id: z.string().min(1),
  status: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
type Refund = z.infer<typeof refundShape>;

const pageShape = z.looseObject({ data: z.array(refundShape), has_more: z.boolean() });

/** Gives back a part of what was captured. A refund may take days: until then it is `pending`. */
export async function refund(stripe: Stripe, payment: CaptureCall): Promise<Outcome> {
  const amount = stripeAmountOf(payment);
  if (amount === undefined) {
    return { kind: 'rejected', reason: `Stripe takes no such amount in ${payment.currency}` };
  }
  if (isOld(stripe, payment.key)) {
    const found = await findRefund(stripe, payment);
    if (found.kind !== 'ok') return found;
    if (found.refund) return outcomeOf(found.refund);
  }
  return create(stripe, payment, amount);
}

async function create(stripe: Stripe, payment: CaptureCall, amount: bigint): Promise<Outcome> {
  const called = await call(stripe, {
    method: 'POST',
    path: '/v1/refunds',
    shape: refundShape,
    key: `refund_${payment.key}`,
    fields: { payment_intent: payment.providerRef, amount, metadata: { [REFUND]: payment.key } },
  });
  if ('answer' in called && !called.answer.wasSaved) return outcomeOf(called.answer.body);
  if ('failure' in called) {
    const outcome = outcomeOfFailure(called.failure);
    if (outcome.kind === 'rejected' || !called.failure.wasSaved) return outcome;
  }
  // What Stripe saved for the key may be older than what became of the refund.
  const found = await findRefund(stripe, payment);
  if (found.kind !== 'ok') return found;
  return found.refund
    ? outcomeOf(found.refund)
    : { kind: 'unknown', fault: 'Stripe does not show the refund yet' };
}

async function findRefund(
  stripe: Stripe,
  { key, providerRef }: CaptureCall,
): Promise<ProviderOutcome<{ refund: Refund | undefined }>> {
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ payment_intent: providerRef, limit: '100' });
    if (after !== undefined) query.set('starting_after', after);
    const called = await call(stripe, {
      method: 'GET',
      path: `/v1/refunds?${query.toString()}`,
      shape: pageShape,
    });
    if ('failure' in called) return outcomeOfFailure(called.failure);
    const { data, has_more: hasMore } = called.answer.body;
    const found = data.find(({ metadata }) => metadata?.[REFUND] === key);
    if (found || !hasMore) return { kind: 'ok', refund: found };
    after = data.at(-1)?.id;
  }
  return { kind: 'unknown', fault: 'Stripe has too many refunds of this payment to look through' };
}

function outcomeOf({ id, status }: Refund): Outcome {
  if (status === 'succeeded') return { kind: 'ok', refundRef: id };
  if (status === 'failed' || status === 'canceled') {
    return {
      kind: 'rejected',
      reason: `Stripe: the refund has ${status === 'failed' ? 'failed' : 'been canceled'}`,
    };
  }
  return { kind: 'pending', providerRef: id };
}
