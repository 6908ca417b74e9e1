import { findRefundAsked } from '#src/db/checkout/refund.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { ToSettle } from '#src/domain/checkout/clerk.ts';
import { refundableMinor } from '#src/domain/checkout/tenders.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { postRefund } from './steps/post-refund.ts';
import { actorOf, type CheckoutDeps, withCheckout } from './steps/with-checkout.ts';

/**
 * `amountMinor`: all that is left where it is not said. `requestId`: your own id for this refund; the same one gives back once.
 */
export type RefundRequest = ToSettle & {
  requestId: string;
  amountMinor?: bigint | undefined;
  reason?: string | undefined;
};

/**
 * Gives back what was captured, all of it or a part, as often as there is something left: to what paid last first. Credit whose day
 * is over comes back for a fortnight; gift funds of a wallet that was closed go where its closing sent the others.
 *
 * Refuses a checkout that was not captured, and more than is left of it.
 *
 * @throws `LostAnswer` when it may have been refunded; after any other fault it was not.
 */
export async function refundCheckout(
  deps: CheckoutDeps,
  { requestId, amountMinor, reason = '', ...toSettle }: RefundRequest,
): Promise<Outcome<Checkout>> {
  return withCheckout(deps, toSettle, async (tx, checkout) => {
    const { organizationId, id: checkoutId } = checkout;
    const before = await findRefundAsked(tx, { organizationId, checkoutId, requestId });
    if (before) {
      if ((amountMinor ?? before.amountMinor) === before.amountMinor) return done(checkout);
      return refused({ kind: 'checkout-asked-differently', request: requestId });
    }
    const asked = amountMinor ?? refundableMinor(checkout.tenders);
    const refusal = refusalOf(checkout, asked);
    if (refusal) return refused(refusal);
    const refund = { organizationId, checkoutId, requestId, reason, by: actorOf(toSettle.by) };
    return done(await postRefund(deps, tx, checkout, { ...refund, id: deps.newId(), amountMinor: asked }));
  });
}

function refusalOf({ status, tenders, currency }: Checkout, asked: bigint): Refusal | undefined {
  if (status !== 'captured') return { kind: 'checkout-not-captured' };
  const left = refundableMinor(tenders);
  if (asked > left || left === 0n) {
    return { kind: 'refund-too-much', left: storeMoney({ amountMinor: left, currency }) };
  }
  return asked > 0n ? undefined : { kind: 'amount-not-positive' };
}
