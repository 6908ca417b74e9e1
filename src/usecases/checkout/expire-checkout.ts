import { findCheckoutRef } from '#src/db/checkout/checkout.ts';
import { transact } from '#src/db/kit/transact.ts';
import { refusalOfAlteredCheckout } from './steps/refuse-altered-checkout.ts';
import { releaseCheckout } from './steps/release-checkout.ts';
import { type CheckoutDeps, isHeldTooLong, lockWithPerson } from './steps/with-checkout.ts';

/**
 * Gives back what is held for a checkout longer than it may be. Done again, it finds nothing to do. One that was changed past
 * Largesse stays as it is, and the log says so.
 */
export async function expireCheckout(deps: CheckoutDeps, checkoutId: string): Promise<void> {
  await transact(deps, async (tx) => {
    const ref = await findCheckoutRef(tx, checkoutId);
    const checkout = ref && (await lockWithPerson(tx, ref));
    if (!checkout || !(await isHeldTooLong(deps, tx, checkout))) return;
    if (await refusalOfAlteredCheckout(deps, tx, checkout)) return;
    await releaseCheckout(deps, tx, checkout, { move: 'expire', actorId: null });
  });
}
