import { findCheckoutRef } from '#src/db/checkout/checkout.ts';
import { isOpenCall, listPaymentCalls, savePaymentCall } from '#src/db/checkout/payment-call.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { LEASE_MS } from '#src/domain/checkout/payment.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askPayment, type LeasedCall } from './steps/ask-payment.ts';
import { recordPayment } from './steps/record-payment.ts';
import { refusalOfAlteredCheckout } from './steps/refuse-altered-checkout.ts';
import { releaseCheckout } from './steps/release-checkout.ts';
import { type CheckoutDeps, isHeldTooLong, lockWithPerson } from './steps/with-checkout.ts';

export type AdvanceDeps = CheckoutDeps & Pick<Deps, 'payment' | 'reachable'>;

type Next = { leased: LeasedCall } | { again: number } | undefined;

/**
 * Does what is due for a checkout: gives back what was held too long, and makes the next call to another payment method. Each call is
 * asked with the same key until its outcome is known; the next one follows only then. Returns when to look again, in milliseconds.
 *
 * @throws when the checkout was changed past Largesse, or its payment method is not configured here.
 */
export async function advanceCheckout(
  deps: AdvanceDeps,
  checkoutId: string,
): Promise<{ again: number } | undefined> {
  const ref = await findCheckoutRef(deps.db, checkoutId);
  if (!ref) return undefined;
  for (;;) {
    const next = await transact(deps, (tx) => findNext(deps, tx, ref));
    if (!next || 'again' in next) return next;
    const outcome = await askPayment(deps, next.leased);
    await transact(deps, (tx) => recordPayment(deps, tx, next.leased, outcome));
  }
}

async function findNext(
  deps: AdvanceDeps,
  tx: Tx,
  ref: { organizationId: string; id: string },
): Promise<Next> {
  const locked = await lockWithPerson(tx, ref);
  if (!locked) return undefined;
  if (await refusalOfAlteredCheckout(deps, tx, locked)) {
    throw new Error(`checkout ${ref.id} was made or changed past Largesse; see: largesse audit verify`);
  }
  const checkout = (await isHeldTooLong(deps, tx, locked))
    ? await releaseCheckout(deps, tx, locked, { move: 'expire', actorId: null })
    : locked;
  const calls = await listPaymentCalls(tx, checkout);
  const call = calls.find(isOpenCall);
  if (!call) return undefined;
  if (call.dueAt > tx.now) return { again: call.dueAt.getTime() - tx.now.getTime() };
  const dueAt = new Date(tx.now.getTime() + LEASE_MS);
  await savePaymentCall(tx, call, { status: 'asking', dueAt, attempts: call.attempts + 1 });
  const refundedBefore = calls
    .filter(({ kind, status }) => kind === 'refund' && status === 'ok')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const path = await deps.checkoutEffects.pathOf(tx, checkout);
  return { leased: { checkout, call: { ...call, attempts: call.attempts + 1 }, refundedBefore, path } };
}
