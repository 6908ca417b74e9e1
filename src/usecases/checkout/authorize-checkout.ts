import { listOverdue } from '#src/db/checkout/checkout.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { CheckoutRequest } from '#src/domain/checkout/checkout-request.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { expireCheckout } from './expire-checkout.ts';
import { holdCheckout } from './steps/hold-checkout.ts';
import type { CheckoutDeps } from './steps/with-checkout.ts';

export type AuthorizeDeps = CheckoutDeps & Pick<Deps, 'payment' | 'reachable'>;

/**
 * Holds an amount of a person's wallet for a checkout: promotional credits first, the soonest to expire before others, then gift
 * funds. What is left is asked of another payment method once this is committed; until that has answered, the checkout is
 * `awaiting_remainder`.
 *
 * Refuses another currency than the marketplace's, a frozen wallet, an amount that asks for a second factor which was not passed
 * minutes ago, what the organization's rules stop, and what neither the wallet nor another method pays.
 *
 * @throws `LostAnswer` when it may have been authorized; after any other fault it was not.
 */
export async function authorizeCheckout(
  deps: AuthorizeDeps,
  request: CheckoutRequest,
): Promise<Outcome<Checkout>> {
  await expireOverdue(deps, request.person);
  return transact(deps, (tx) => holdCheckout(deps, tx, request));
}

/** Gives back what is held too long of somebody's wallet, so that they can spend it. */
export async function expireOverdue(
  deps: CheckoutDeps,
  { organizationId, id: personId }: { organizationId: string; id: string },
): Promise<void> {
  const overdue = await listOverdue(deps.db, { organizationId, personId, now: deps.clock.now() });
  for (const id of overdue) await expireCheckout(deps, id);
}
