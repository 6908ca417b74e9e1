import type { Finding } from '#src/ports/doctor.ts';
import type { PaymentMethod } from '#src/ports/payment-method.ts';
import { authorize } from './authorize.ts';
import { capture } from './capture.ts';
import { check } from './check.ts';
import { findIntent } from './find-intent.ts';
import { stateOf } from './intent.ts';
import { closePage, openPage } from './pages.ts';
import { refund } from './refund.ts';
import { takesAmount } from './stripe-amount.ts';
import type { StripeConfig, StripeDeps } from './stripe-config.ts';
import { voidPayment } from './void-payment.ts';

/** Card payments by Stripe: held first, taken when the checkout is complete. */
export function createStripe(
  config: StripeConfig,
  deps: StripeDeps,
): Required<PaymentMethod> & { check(): Promise<Finding[]> } {
  const stripe = { ...deps, config };
  return {
    name: 'stripe',
    authorize: (tender) => authorize(stripe, tender),
    capture: (payment) => capture(stripe, payment),
    void: (payment) => voidPayment(stripe, payment),
    refund: (payment) => refund(stripe, payment),
    async findByKey(key) {
      const found = await findIntent(stripe, key);
      if (found.kind !== 'ok') return found;
      return { kind: 'ok', payment: found.intent && stateOf(found.intent) };
    },
    pages: {
      takes: takesAmount,
      open: (page) => openPage(stripe, page),
      close: (page) => closePage(stripe, page),
    },
    check: () => check(stripe),
  };
}
