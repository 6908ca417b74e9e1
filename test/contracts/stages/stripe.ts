import { createStripe } from '#adapters/payments/stripe/payment-method.ts';
import { must } from '#src/domain/kit/must.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { stripeError } from '#test/servers/payments/stripe-errors.ts';
import { pressPage } from '#test/servers/payments/stripe-page.ts';
import { endSessions, newStripeId, secondsNow } from '#test/servers/payments/stripe-state.ts';
import { STRIPE_KEY, startStripeServer } from '#test/servers/payments/stripe.ts';
import type { ProviderFault } from '#test/servers/provider-http.ts';
import type { OpenPaymentStage, PayerToken, PaymentStage, PaymentTrouble } from '../payment-stage.ts';
import { endSilence } from './end-silence.ts';

export const stripe: PaymentStage = { name: 'Stripe', method: 'stripe', open };

const TOKENS: Record<PayerToken, string> = {
  good: 'pm_card_visa',
  declined: 'pm_card_visa_chargeDeclinedInsufficientFunds',
  'asks the payer': 'pm_card_authenticationRequired',
};

const FAULTS: Record<Exclude<PaymentTrouble, 'fault after'>, ProviderFault> = {
  busy: { answer: { ...stripeError(429, { type: 'rate_limit_error' }), headers: { 'retry-after': '3' } } },
  locked: { answer: stripeError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }) },
  fault: { answer: stripeError(503, { type: 'api_error' }) },
  'cut before': 'cut-before',
  'cut after': 'cut-after',
  'silence after': 'silence-after',
  'garbage after': 'garbage-after',
};

async function open(): Promise<OpenPaymentStage> {
  const clock = createSettableClock(new Date().toISOString());
  const log = createRecordingLog();
  const server = await startStripeServer({ clock });
  const { state } = server;
  const config = { secretKey: STRIPE_KEY, apiUrl: server.url };
  const deps = { log, clock, timeLimit: endSilence(server) };
  return {
    method: createStripe(config, deps),
    clock,
    token: (kind) => TOKENS[kind],
    payments: () =>
      state.intents.flatMap(({ metadata, capturable, received, refunded, status }) => {
        const key = metadata['largesse_tender'];
        const [held, taken, given] = [BigInt(capturable), BigInt(received), BigInt(refunded)];
        return key ? [{ key, held, taken, given, isVoided: status === 'canceled' }] : [];
      }),
    press(key, press) {
      endSessions(state);
      const session = state.sessions.find(({ reference }) => reference === key);
      pressPage(state, must(session, 'page'), press);
    },
    pages() {
      endSessions(state);
      return state.sessions.map(({ reference: key, status }) => ({ key, isOpen: status === 'open' }));
    },
    slowRefunds() {
      state.areRefundsSlow = true;
    },
    settleRefunds(isGood) {
      for (const refund of state.refunds) refund.status = isGood ? 'succeeded' : 'failed';
    },
    endHolds() {
      for (const intent of state.intents) Object.assign(intent, { status: 'canceled', capturable: 0 });
    },
    trouble(next) {
      if (next === 'fault after') server.failAndKeep();
      else server.fail(FAULTS[next], /^POST/u);
    },
    sellToAnother(count) {
      const one = {
        amount: 500,
        currency: 'usd',
        status: 'succeeded',
        capturable: 0,
        received: 500,
        refunded: 0,
      };
      for (let index = 0; index < count; index += 1) {
        state.intents.push({ ...one, id: newStripeId('pi'), metadata: {}, created: secondsNow(state) });
      }
    },
    secrets: () => [STRIPE_KEY],
    logged: () => JSON.stringify(log.steps),
    violations: () => state.violations,
    misconfigured: () => createStripe({ ...config, secretKey: 'sk_live_another' }, deps),
    goAway: server.stop,
    close: server.stop,
  };
}
