import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { ToSettle } from '#src/domain/checkout/clerk.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { refusalToSettle } from './capture-checkout.ts';
import { releaseCheckout } from './steps/release-checkout.ts';
import { actorOf, type CheckoutDeps, withCheckout } from './steps/with-checkout.ts';

/**
 * Gives back all that is held for a checkout, to where it came from. Done again, it changes nothing.
 *
 * Refuses one that was captured, or is being captured, and one that ended otherwise.
 *
 * @throws `LostAnswer` when it may have been voided; after any other fault it was not.
 */
export async function voidCheckout(deps: CheckoutDeps, toSettle: ToSettle): Promise<Outcome<Checkout>> {
  return withCheckout(deps, toSettle, async (tx, checkout) => {
    const { status } = checkout;
    if (status === 'voided') return done(checkout);
    if (status !== 'authorized' && status !== 'awaiting_remainder') return refused(refusalToSettle(status));
    const actorId = actorOf(toSettle.by);
    return done(await releaseCheckout(deps, tx, checkout, { move: 'void', actorId }));
  });
}
