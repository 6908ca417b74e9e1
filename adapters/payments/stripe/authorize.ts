import type { AuthorizedPayment, TenderToAuthorize } from '#src/ports/payment-method.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call, type CallFailure } from './call.ts';
import { findIntent, TENDER } from './find-intent.ts';
import { type Intent, intentShape, readIntent } from './intent.ts';
import { isOld } from './is-old.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import { stripeAmountOf } from './stripe-amount.ts';
import type { Stripe } from './stripe-config.ts';
import { voidPayment } from './void-payment.ts';

type Outcome = ProviderOutcome<AuthorizedPayment>;

/**
 * Holds an amount. A card whose bank asks its owner first is rejected, and its payment canceled: nobody could answer here, and on
 * Stripe's page they can.
 */
export async function authorize(stripe: Stripe, tender: TenderToAuthorize): Promise<Outcome> {
  const amount = stripeAmountOf(tender);
  if (amount === undefined) {
    return { kind: 'rejected', reason: `Stripe takes no such amount in ${tender.currency}` };
  }
  if (isOld(stripe, tender.key)) {
    const found = await findIntent(stripe, tender.key);
    if (found.kind !== 'ok') return found;
    if (found.intent) return outcomeOf(stripe, found.intent, { tender, amount });
  }
  return create(stripe, tender, amount);
}

async function create(stripe: Stripe, tender: TenderToAuthorize, amount: bigint): Promise<Outcome> {
  const called = await call(stripe, {
    method: 'POST',
    path: '/v1/payment_intents',
    shape: intentShape,
    key: `authorize_${tender.key}`,
    fields: fieldsOf(tender, amount),
  });
  if ('failure' in called) return afterFailure(stripe, tender, { amount, failure: called.failure });
  const { body, wasSaved } = called.answer;
  if (!wasSaved) return outcomeOf(stripe, body, { tender, amount });
  const read = await readIntent(stripe, body.id);
  return read.kind === 'ok' ? outcomeOf(stripe, read.intent, { tender, amount }) : read;
}

function fieldsOf({ key, currency, paymentToken, description }: TenderToAuthorize, amount: bigint) {
  return {
    amount,
    currency: currency.toLowerCase(),
    capture_method: 'manual',
    confirm: 'true',
    payment_method: paymentToken,
    payment_method_types: { '0': 'card' },
    description,
    metadata: { [TENDER]: key },
  };
}

/** Stripe repeats a fault of its own for a day, whatever became of the payment: then only a look tells. */
async function afterFailure(
  stripe: Stripe,
  tender: TenderToAuthorize,
  { amount, failure }: { amount: bigint; failure: CallFailure },
): Promise<Outcome> {
  const outcome = outcomeOfFailure(failure);
  if (outcome.kind === 'rejected' || !failure.wasSaved) return outcome;
  const found = await findIntent(stripe, tender.key);
  if (found.kind !== 'ok' || !found.intent) return outcome;
  return outcomeOf(stripe, found.intent, { tender, amount });
}

type Asked = { tender: TenderToAuthorize; amount: bigint };

async function outcomeOf(stripe: Stripe, intent: Intent, { tender, amount }: Asked): Promise<Outcome> {
  const { key, currency } = tender;
  const isSame =
    intent.metadata[TENDER] === key &&
    BigInt(intent.amount) === amount &&
    intent.currency.toUpperCase() === currency;
  if (!isSame)
    return { kind: 'unknown', fault: 'Stripe answered with another payment than the one asked for' };
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded':
      return { kind: 'ok', providerRef: intent.id };
    case 'requires_payment_method':
      return { kind: 'rejected', reason: 'Stripe: the card was declined' };
    case 'canceled':
      return { kind: 'rejected', reason: 'Stripe: the payment was canceled' };
    case 'requires_action':
    case 'requires_confirmation':
      return letGo(stripe, intent, key);
    default:
      return { kind: 'pending', providerRef: intent.id };
  }
}

async function letGo(stripe: Stripe, { id: providerRef }: Intent, key: string): Promise<Outcome> {
  const gone = await voidPayment(stripe, { key, providerRef });
  if (gone.kind === 'ok') {
    return { kind: 'rejected', reason: 'Stripe: the card’s bank asks its owner, which only a page can' };
  }
  return gone.kind === 'rejected' ? { kind: 'unknown', fault: gone.reason } : gone;
}
