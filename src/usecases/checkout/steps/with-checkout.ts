import { type CheckoutRef, findCheckoutRef, lockCheckout } from '#src/db/checkout/checkout.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { Clerk, ToSettle } from '#src/domain/checkout/clerk.ts';
import { must } from '#src/domain/kit/must.ts';
import { type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import { checkoutMoves } from '#src/domain/states.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refusalOfAlteredCheckout } from './refuse-altered-checkout.ts';
import { releaseCheckout } from './release-checkout.ts';

export type CheckoutDeps = Pick<Deps, 'db' | 'clock' | 'queue' | 'operator'> & EffectDeps;

/** Who is kept in the record: null for a marketplace. */
export function actorOf({ person }: Clerk): string | null {
  return person?.id ?? null;
}

/**
 * Does something to a checkout in a transaction that has locked its person and it. What should not be held any more is let expire
 * first.
 *
 * Refuses another marketplace's, one that was changed past Largesse, and people who may not settle checkouts.
 */
export async function withCheckout(
  deps: CheckoutDeps,
  { organizationId, checkoutId, by }: ToSettle,
  act: (tx: Tx, checkout: Checkout) => Promise<Outcome<Checkout>>,
): Promise<Outcome<Checkout>> {
  const refusal = refusalOfClerk(by);
  if (refusal) return refused(refusal);
  return transact(deps, async (tx) => {
    const checkout = await lockWithPerson(tx, { organizationId, id: checkoutId });
    const isTheirs = by.marketplaceId === undefined || checkout?.marketplaceId === by.marketplaceId;
    if (!checkout || !isTheirs) return refused({ kind: 'unknown-checkout' });
    const altered = await refusalOfAlteredCheckout(deps, tx, checkout);
    if (altered) return refused(altered);
    if (!(await isHeldTooLong(deps, tx, checkout))) return act(tx, checkout);
    await releaseCheckout(deps, tx, checkout, { move: 'expire', actorId: null });
    tx.keepOnRefusal();
    return refused({ kind: 'checkout-over', how: 'expired' });
  });
}

function refusalOfClerk({ person }: Clerk): Refusal | undefined {
  if (!person || (may(person.role, 'settle-checkouts') && !person.isDeactivated)) return undefined;
  return { kind: 'checkout-not-allowed', role: person.role };
}

/** Locks a checkout and before it its person, as whoever spends does. Undefined when there is none in this organization. */
export async function lockWithPerson(tx: Tx, ref: CheckoutRef): Promise<Checkout | undefined> {
  const found = await findCheckoutRef(tx, ref.id);
  if (found?.organizationId !== ref.organizationId) return undefined;
  await lockPerson(tx, found.organizationId, found.personId);
  return must(await lockCheckout(tx, ref), `checkout ${ref.id}`);
}

/** Whether its money should not be held any more. */
export async function isHeldTooLong(
  { checkoutEffects }: Pick<EffectDeps, 'checkoutEffects'>,
  tx: Tx,
  checkout: Checkout,
): Promise<boolean> {
  const { status, expiresAt } = checkout;
  const isOverdue = checkoutMoves.expire.from.some((one) => one === status) && expiresAt <= tx.now;
  return isOverdue && !(await checkoutEffects.keeps(tx, checkout));
}
