import { addToTenders, lockCheckout } from '#src/db/checkout/checkout.ts';
import { insertPaymentCalls } from '#src/db/checkout/payment-call.ts';
import { insertRefund, type NewRefund } from '#src/db/checkout/refund.ts';
import { lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { splitRefund } from '#src/domain/checkout/tenders.ts';
import { must } from '#src/domain/kit/must.ts';
import { settledAccount } from '#src/domain/ledger/accounts.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { type Back, planBack } from './plan-back.ts';
import { accountsOf, planBackEntries, recordBack } from './post-back.ts';
import { recordCheckout } from './record-checkout.ts';

/** Gives back a part of what was taken for a locked checkout, to what paid last first. */
export async function postRefund(
  deps: EffectDeps,
  tx: Tx,
  checkout: Checkout,
  refund: NewRefund,
): Promise<Checkout> {
  const { organizationId, personId, marketplaceId, currency, tenders } = checkout;
  const { id: refundId, amountMinor, by: actorId, reason } = refund;
  await insertRefund(tx, refund);
  const parts = splitRefund(amountMinor, tenders);
  const backs = await planBack(deps, tx, { checkout, parts, refundId });
  const toAccounts = accountsOf(backs);
  if (toAccounts.length > 0) {
    const from = settledAccount({ organizationId, id: marketplaceId, currency });
    const accounts = await lockAccounts(tx, [from, ...toAccounts], deps.newId);
    await postEntries(tx, planBackEntries(deps, tx, { checkout, backs, accounts, from, refundId }), accounts);
  }
  await recordBack(deps, tx, checkout, backs);
  await addToTenders(
    tx,
    checkout,
    parts.map((part) => ({ tenderId: part.tender.id, refundedMinor: part.amountMinor })),
  );
  await askForRefund(deps, tx, checkout, backs);
  const detail = { refundId, ...(reason && { reason }) };
  await recordCheckout(deps, tx, checkout, { kind: 'checkout.refunded', actorId, amountMinor, detail });
  await refreshCards(tx, organizationId, [personId]);
  const refunded = must(await lockCheckout(tx, checkout), 'checkout');
  await deps.checkoutEffects.moved(deps, tx, refunded, 'refund');
  return refunded;
}

async function askForRefund(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: checkoutId }: Checkout,
  backs: readonly Back[],
): Promise<void> {
  const calls = backs
    .filter(({ way }) => way === 'payment')
    .map(({ tenderId, refundId, amountMinor }) => {
      const about = { organizationId, checkoutId, tenderId, refundId, amountMinor };
      return { ...about, id: newId(), kind: 'refund' as const, token: null };
    });
  await insertPaymentCalls(tx, calls);
  if (calls.length > 0) tx.after('advance-checkouts', [checkoutId]);
}
