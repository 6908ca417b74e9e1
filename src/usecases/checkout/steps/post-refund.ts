import { addToTenders, lockCheckout } from '#src/db/checkout/checkout.ts';
import { insertPaymentCalls } from '#src/db/checkout/payment-call.ts';
import { insertRefund, type NewRefund } from '#src/db/checkout/refund.ts';
import { lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findKeptId } from '#src/db/people/person-merge.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { splitRefund } from '#src/domain/checkout/tenders.ts';
import { must } from '#src/domain/kit/must.ts';
import { settledAccount } from '#src/domain/ledger/accounts.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import {
  accountsOfMove,
  type WalletMove,
  moveActivities,
  planMoveEntry,
} from '#src/usecases/people/steps/move-holdings.ts';
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
  const move = await planOnward(tx, checkout, { backs, refundId });
  if (toAccounts.length > 0) {
    const from = settledAccount({ organizationId, id: marketplaceId, currency });
    const names = [from, ...toAccounts, ...(move ? accountsOfMove(move) : [])];
    const accounts = await lockAccounts(tx, names, deps.newId);
    const entries = planBackEntries(deps, tx, { checkout, backs, accounts, from, refundId });
    const onward = move ? planMoveEntry(deps, tx, { ...move, accounts }) : [];
    await postEntries(tx, [...entries, ...onward], accounts);
    if (move) await insertActivities(tx, moveActivities(deps, tx, { ...move, actorId }));
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
  await refreshCards(tx, organizationId, [move?.keptId ?? personId]);
  const refunded = must(await lockCheckout(tx, checkout), 'checkout');
  await deps.checkoutEffects.moved(deps, tx, refunded, 'refund');
  return refunded;
}

/** What comes back to a record that was merged since goes on to the one that is kept. Its person is locked, so this stays so. */
async function planOnward(
  tx: Tx,
  { organizationId, personId }: Checkout,
  { backs, refundId }: { backs: readonly Back[]; refundId: string },
): Promise<WalletMove | undefined> {
  const keptId = await findKeptId(tx, { organizationId, personId });
  if (keptId === undefined) return undefined;
  const holdings = backs.flatMap(({ way, account, amountMinor }) =>
    account && way !== 'adjusted' ? [{ account, amountMinor }] : [],
  );
  return { organizationId, subject: { type: 'refund', id: refundId }, holdings, keptId };
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
