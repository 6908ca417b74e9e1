import type { ProviderAnswer } from '#test/servers/provider-http.ts';
import { invalid, stripeError } from './stripe-errors.ts';
import { type StripeForm, textIn, textsIn } from './stripe-form.ts';
import { postSession } from './stripe-sessions.ts';
import {
  newStripeId,
  secondsNow,
  shownIntent,
  shownRefund,
  type StripeIntent,
  type StripeState,
} from './stripe-state.ts';

/** What each of these payment methods does when it is confirmed, as in Stripe’s test mode. */
const AFTER_CONFIRMING: Record<string, string> = {
  pm_card_visa: 'requires_capture',
  pm_card_authenticationRequired: 'requires_action',
};

/** Does a call that moves money. */
export function post(state: StripeState, path: string, form: StripeForm): ProviderAnswer {
  if (path === '/v1/payment_intents') return create(state, form);
  if (path === '/v1/refunds') return refund(state, form);
  const ofSession = postSession(state, path, form);
  if (ofSession) return ofSession;
  const [, id, verb] = /^\/v1\/payment_intents\/([^/]+)\/(capture|cancel)$/u.exec(path) ?? [];
  const intent = state.intents.find((one) => one.id === id);
  if (!verb) return invalid('url_invalid', 404);
  if (!intent) return invalid('resource_missing', 404);
  return verb === 'capture' ? capture(intent, form) : cancel(state, intent);
}

function create(state: StripeState, form: StripeForm): ProviderAnswer {
  const amount = Number(textIn(form, 'amount'));
  const currency = textIn(form, 'currency') ?? '';
  const method = textIn(form, 'payment_method') ?? '';
  if (textIn(form, 'capture_method') !== 'manual') state.violations.push('the payment is not held first');
  if (!/^[a-z]{3}$/u.test(currency)) return invalid('parameter_invalid');
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > 99_999_999) return invalid('amount_too_large');
  if (['bhd', 'jod', 'kwd', 'omr', 'tnd'].includes(currency) && amount % 10 !== 0) {
    return invalid('parameter_invalid_integer');
  }
  if (['isk', 'ugx'].includes(currency) && amount % 100 !== 0) return invalid('parameter_invalid_integer');
  const status = AFTER_CONFIRMING[method] ?? 'requires_payment_method';
  const intent: StripeIntent = {
    id: newStripeId('pi'),
    amount,
    currency,
    status,
    capturable: status === 'requires_capture' ? amount : 0,
    received: 0,
    refunded: 0,
    metadata: textsIn(form, 'metadata'),
    created: secondsNow(state),
  };
  state.intents.push(intent);
  if (status !== 'requires_payment_method') return { status: 200, body: shownIntent(intent, false) };
  const decline = { code: 'card_declined', decline_code: 'insufficient_funds' };
  return stripeError(402, { type: 'card_error', ...decline, payment_intent: shownIntent(intent, false) });
}

function capture(intent: StripeIntent, form: StripeForm): ProviderAnswer {
  if (intent.status !== 'requires_capture') return unexpected(intent);
  const amount = Number(textIn(form, 'amount_to_capture') ?? intent.capturable);
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > intent.capturable) {
    return invalid('amount_too_large');
  }
  Object.assign(intent, { status: 'succeeded', received: amount, capturable: 0 });
  Object.assign(intent.metadata, textsIn(form, 'metadata'));
  return { status: 200, body: shownIntent(intent, false) };
}

function cancel(state: StripeState, intent: StripeIntent): ProviderAnswer {
  // That of an open page ends with the page only.
  const isOnPage = state.sessions.some(({ intentId, status }) => intentId === intent.id && status === 'open');
  if (isOnPage) return invalid('payment_intent_invalid_parameter');
  if (['succeeded', 'canceled'].includes(intent.status)) return unexpected(intent);
  Object.assign(intent, { status: 'canceled', capturable: 0 });
  return { status: 200, body: shownIntent(intent, false) };
}

function unexpected(intent: StripeIntent): ProviderAnswer {
  return stripeError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    payment_intent: shownIntent(intent, false),
  });
}

function refund(state: StripeState, form: StripeForm): ProviderAnswer {
  const intent = state.intents.find(({ id }) => id === textIn(form, 'payment_intent'));
  if (!intent) return invalid('resource_missing', 404);
  const amount = Number(textIn(form, 'amount') ?? intent.received);
  if (!Number.isSafeInteger(amount) || amount < 1) return invalid('parameter_invalid_integer');
  if (amount > intent.received - intent.refunded) return invalid('charge_already_refunded');
  intent.refunded += amount;
  const made = {
    id: newStripeId('re'),
    intentId: intent.id,
    amount,
    status: state.areRefundsSlow ? 'pending' : 'succeeded',
    metadata: textsIn(form, 'metadata'),
  };
  state.refunds.push(made);
  return { status: 200, body: shownRefund(made) };
}
