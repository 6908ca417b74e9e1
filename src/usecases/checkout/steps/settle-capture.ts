import { addToTenders, lockCheckout, moveCheckout } from '#src/db/checkout/checkout.ts';
import { accountNamed, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type Checkout, paymentOf } from '#src/domain/checkout/checkout.ts';
import { splitCapture } from '#src/domain/checkout/tenders.ts';
import { must } from '#src/domain/kit/must.ts';
import { heldAccount, settledAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { planBack } from './plan-back.ts';
import { accountsOf, planBackEntries, recordBack } from './post-back.ts';
import { recordCheckout } from './record-checkout.ts';
import { letGo } from './release-checkout.ts';

/** How much is taken, in minor units, and by what key. */
export type Capture = { amountMinor: bigint; captureKey: string; actorId: string | null };

/** Takes what is held for a locked checkout, and gives the rest back. What another payment method pays of it was taken before. */
export async function settleCapture(
  deps: EffectDeps,
  tx: Tx,
  checkout: Checkout,
  { amountMinor, captureKey, actorId }: Capture,
): Promise<Checkout> {
  const { organizationId, personId, marketplaceId, currency } = checkout;
  const taken = splitCapture(amountMinor, checkout.tenders);
  const ofWallet = taken.filter(({ tender }) => tender.kind !== 'payment');
  const parts = ofWallet.map((part) => {
    return { tender: part.tender, amountMinor: part.tender.authorizedMinor - part.amountMinor };
  });
  const backs = await planBack(deps, tx, { checkout, parts, refundId: null });
  const takenMinor = ofWallet.reduce((sum, part) => sum + part.amountMinor, 0n);
  if (ofWallet.length > 0) {
    const from = heldAccount(checkout);
    const to = settledAccount({ organizationId, id: marketplaceId, currency });
    const accounts = await lockAccounts(tx, [from, to, ...accountsOf(backs)], deps.newId);
    const entry = newEntry(deps, tx, {
      kind: 'checkout.captured',
      organizationId,
      subject: { type: 'checkout', id: checkout.id },
      legs: legsBetween(accountNamed(accounts, from), accountNamed(accounts, to), takenMinor),
    });
    const rest = planBackEntries(deps, tx, { checkout, backs, accounts, from, refundId: null });
    await postEntries(tx, [entry, ...rest], accounts);
    await recordBack(deps, tx, checkout, backs);
  }
  await addToTenders(
    tx,
    checkout,
    taken
      .filter((part) => part.amountMinor > 0n)
      .map((part) => ({ tenderId: part.tender.id, capturedMinor: part.amountMinor })),
  );
  await moveCheckout(tx, checkout, 'capture', { capturedMinor: amountMinor, captureKey, endedAt: tx.now });
  await recordCheckout(deps, tx, checkout, { kind: 'checkout.captured', actorId, amountMinor });
  const payment = paymentOf(checkout);
  const isPaid = taken.some(({ tender, amountMinor: part }) => tender.id === payment?.id && part > 0n);
  if (!isPaid) await letGo(deps, tx, checkout);
  await refreshCards(tx, organizationId, [personId]);
  const captured = must(await lockCheckout(tx, checkout), 'checkout');
  await deps.checkoutEffects.moved(deps, tx, captured, 'capture');
  return captured;
}
