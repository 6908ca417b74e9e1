import type { ProviderAnswer } from '#test/servers/provider-http.ts';
import { invalid } from './stripe-errors.ts';
import { type StripeForm, textIn, textsIn } from './stripe-form.ts';
import {
  endSession,
  newStripeId,
  secondsNow,
  shownSession,
  type StripeSession,
  type StripeState,
} from './stripe-state.ts';

const LEAST_S = 30 * 60;
const MOST_S = 24 * 60 * 60;
/** The least that a card pays, in Stripe's smallest units. */
const LEAST_AMOUNT: Record<string, number> = { usd: 50, eur: 50, gbp: 30, jpy: 50 };

/** Opens a page, or ends one. Undefined for what is about something else. */
export function postSession(state: StripeState, path: string, form: StripeForm): ProviderAnswer | undefined {
  if (path === '/v1/checkout/sessions') return create(state, form);
  const [, id] = /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/u.exec(path) ?? [];
  if (id === undefined) return undefined;
  const session = state.sessions.find((one) => one.id === id);
  if (!session) return invalid('resource_missing', 404);
  // Stripe names no code here, only a sentence.
  if (session.status !== 'open') return { status: 400, body: { error: { type: 'invalid_request_error' } } };
  endSession(state, session);
  return { status: 200, body: shownSession(state, session, false) };
}

function within(form: StripeForm, ...names: string[]): StripeForm {
  return names.reduce<StripeForm>((place, name) => {
    const inner = place[name];
    return typeof inner === 'object' ? inner : {};
  }, form);
}

function create(state: StripeState, form: StripeForm): ProviderAnswer {
  const price = within(form, 'line_items', '0', 'price_data');
  const intentData = within(form, 'payment_intent_data');
  const [amount, currency] = [Number(textIn(price, 'unit_amount')), textIn(price, 'currency') ?? ''];
  const expiresAt = Number(textIn(form, 'expires_at'));
  const inSeconds = expiresAt - secondsNow(state);
  const returnTo = textIn(form, 'success_url') ?? '';
  if (textIn(intentData, 'capture_method') !== 'manual') {
    state.violations.push('the payment is not held first');
  }
  if (textIn(form, 'mode') !== 'payment' || textIn(within(form, 'line_items', '0'), 'quantity') !== '1') {
    return invalid('parameter_missing');
  }
  if (!/^[a-z]{3}$/u.test(currency)) return invalid('parameter_invalid');
  if (!Number.isSafeInteger(amount) || amount > 99_999_999) return invalid('amount_too_large');
  if (amount < (LEAST_AMOUNT[currency] ?? 1)) return invalid('amount_too_small');
  if (!/^https?:\/\//u.test(returnTo)) return invalid('url_invalid');
  if (!Number.isSafeInteger(expiresAt) || inSeconds < LEAST_S || inSeconds > MOST_S) {
    return invalid('parameter_invalid');
  }
  const session: StripeSession = {
    id: newStripeId('cs_test'),
    status: 'open',
    amount,
    currency,
    name: textIn(within(price, 'product_data'), 'name') ?? '',
    reference: textIn(form, 'client_reference_id') ?? '',
    intentId: null,
    intentMetadata: textsIn(intentData, 'metadata'),
    returnTo,
    expiresAt,
    created: secondsNow(state),
  };
  state.sessions.push(session);
  return { status: 200, body: shownSession(state, session, false) };
}
