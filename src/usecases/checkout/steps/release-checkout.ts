import { lockCheckout, moveCheckout } from '#src/db/checkout/checkout.ts';
import { insertPaymentCalls, listPaymentCalls, savePaymentCall } from '#src/db/checkout/payment-call.ts';
import { lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type Checkout, paymentOf, walletTendersOf } from '#src/domain/checkout/checkout.ts';
import { isOnPage } from '#src/domain/checkout/payment.ts';
import { must } from '#src/domain/kit/must.ts';
import { heldAccount } from '#src/domain/ledger/accounts.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { planBack } from './plan-back.ts';
import { accountsOf, planBackEntries, recordBack } from './post-back.ts';
import { recordCheckout } from './record-checkout.ts';

/** How what is held is given back: `actorId` is null for a marketplace, for time and for another payment method. */
export type Release = { move: 'void' | 'expire' | 'decline'; actorId: string | null };

const ACTIVITIES = {
  void: 'checkout.voided',
  expire: 'checkout.expired',
  decline: 'checkout.declined',
} as const;

/** Gives back all that is held for a locked checkout, and has another payment method let go of its part. */
export async function releaseCheckout(
  deps: EffectDeps,
  tx: Tx,
  checkout: Checkout,
  { move, actorId }: Release,
): Promise<Checkout> {
  const { organizationId, personId } = checkout;
  const parts = walletTendersOf(checkout).map((tender) => {
    return { tender, amountMinor: tender.authorizedMinor };
  });
  const backs = await planBack(deps, tx, { checkout, parts, refundId: null });
  if (backs.length > 0) {
    const from = heldAccount(checkout);
    const accounts = await lockAccounts(tx, [from, ...accountsOf(backs)], deps.newId);
    await postEntries(
      tx,
      planBackEntries(deps, tx, { checkout, backs, accounts, from, refundId: null }),
      accounts,
    );
    await recordBack(deps, tx, checkout, backs);
  }
  await moveCheckout(tx, checkout, move, { endedAt: tx.now });
  await recordCheckout(deps, tx, checkout, { kind: ACTIVITIES[move], actorId });
  if (move !== 'decline') await letGo(deps, tx, checkout);
  await refreshCards(tx, organizationId, [personId]);
  const released = must(await lockCheckout(tx, checkout), 'checkout');
  await deps.checkoutEffects.moved(deps, tx, released, move);
  return released;
}

/**
 * Has another payment method let go of what it holds. One that was never asked need not be; of one that has yet to answer, its
 * answer decides, and a page of it is closed.
 */
export async function letGo(deps: Pick<Deps, 'newId'>, tx: Tx, checkout: Checkout): Promise<void> {
  const payment = paymentOf(checkout);
  if (!payment) return;
  const { organizationId, id: checkoutId } = checkout;
  const asked = (await listPaymentCalls(tx, checkout)).find(({ id }) => id === payment.id);
  if (asked?.status === 'due' && asked.attempts === 0) {
    await savePaymentCall(tx, asked, { status: 'rejected', error: 'the checkout ended before it was asked' });
  }
  const isOpenPage = asked && isOnPage(asked) && (asked.status === 'pending' || asked.status === 'unknown');
  if (isOpenPage) {
    await savePaymentCall(tx, asked, { status: asked.status, dueAt: tx.now });
    tx.after('advance-checkouts', [checkoutId]);
  }
  if (payment.providerRef !== null && asked?.status === 'ok') {
    const about = { organizationId, checkoutId, tenderId: payment.id, refundId: null, token: null };
    await insertPaymentCalls(tx, [
      { ...about, id: deps.newId(), kind: 'void', amountMinor: payment.authorizedMinor },
    ]);
    tx.after('advance-checkouts', [checkoutId]);
  }
}
