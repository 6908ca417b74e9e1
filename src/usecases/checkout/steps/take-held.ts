import { insertPaymentCalls } from '#src/db/checkout/payment-call.ts';
import { lockCheckout, moveCheckout } from '#src/db/checkout/checkout.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { splitCapture } from '#src/domain/checkout/tenders.ts';
import { must } from '#src/domain/kit/must.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Capture, settleCapture } from './settle-capture.ts';

/** Takes what is held for a locked, authorized checkout; where another payment method pays a part, it is asked to take that first. */
export async function takeHeld(
  deps: EffectDeps,
  tx: Tx,
  checkout: Checkout,
  capture: Capture,
): Promise<Checkout> {
  const parts = splitCapture(capture.amountMinor, checkout.tenders);
  const payment = parts.find(({ tender }) => tender.kind === 'payment');
  if (!payment || payment.amountMinor === 0n) return settleCapture(deps, tx, checkout, capture);
  const about = { tenderId: payment.tender.id, payMinor: payment.amountMinor };
  return askForPayment(deps, tx, checkout, { ...capture, ...about });
}

type PaymentCapture = Capture & { tenderId: string; payMinor: bigint };

async function askForPayment(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  checkout: Checkout,
  { amountMinor: capturedMinor, captureKey, tenderId, payMinor: amountMinor }: PaymentCapture,
): Promise<Checkout> {
  const { organizationId, id: checkoutId } = checkout;
  await moveCheckout(tx, checkout, 'ask-capture', { capturedMinor, captureKey });
  const about = { organizationId, checkoutId, tenderId, refundId: null, token: null };
  await insertPaymentCalls(tx, [{ ...about, id: newId(), kind: 'capture', amountMinor }]);
  tx.after('advance-checkouts', [checkoutId]);
  return must(await lockCheckout(tx, checkout), 'checkout');
}
