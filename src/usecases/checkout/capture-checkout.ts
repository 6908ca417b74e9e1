import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { ToSettle } from '#src/domain/checkout/clerk.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { CheckoutStatus } from '#src/domain/states.ts';
import { takeHeld } from './steps/take-held.ts';
import { actorOf, type CheckoutDeps, withCheckout } from './steps/with-checkout.ts';

/** `amountMinor`: all of it where it is not said. `requestId`: your own id for this capture; the same one takes once. */
export type CaptureRequest = ToSettle & { requestId: string; amountMinor?: bigint | undefined };

/**
 * Takes what is held for a checkout, all of it or a part, once: credits first, so that what goes back is gift money. What another
 * payment method pays is taken there first, and the checkout is `capturing` until it has answered.
 *
 * Refuses one that is over, one that waits for another payment method, and more than it is about.
 *
 * @throws `LostAnswer` when it may have been captured; after any other fault it was not.
 */
export async function captureCheckout(
  deps: CheckoutDeps,
  { requestId: captureKey, amountMinor, ...toSettle }: CaptureRequest,
): Promise<Outcome<Checkout>> {
  return withCheckout(deps, toSettle, async (tx, checkout) => {
    const asked = amountMinor ?? checkout.amountMinor;
    if (checkout.captureKey === captureKey) {
      if (checkout.capturedMinor === asked) return done(checkout);
      return refused({ kind: 'checkout-asked-differently', request: captureKey });
    }
    const refusal = refusalOf(checkout, asked);
    if (refusal) return refused(refusal);
    const capture = { amountMinor: asked, captureKey, actorId: actorOf(toSettle.by) };
    return done(await takeHeld(deps, tx, checkout, capture));
  });
}

function refusalOf({ status, amountMinor: most, currency }: Checkout, asked: bigint): Refusal | undefined {
  if (status !== 'authorized') return refusalToSettle(status);
  if (asked <= 0n) return { kind: 'amount-not-positive' };
  if (asked <= most) return undefined;
  return { kind: 'capture-too-much', most: storeMoney({ amountMinor: most, currency }) };
}

/** Why a checkout cannot be captured or voided where it is. */
export function refusalToSettle(status: Exclude<CheckoutStatus, 'authorized'>): Refusal {
  if (status === 'awaiting_remainder' || status === 'capturing') return { kind: 'checkout-waits' };
  return { kind: 'checkout-over', how: status };
}
