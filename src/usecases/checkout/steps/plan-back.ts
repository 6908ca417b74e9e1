import { findClosedSince, type NewBack } from '#src/db/checkout/refund.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertGrants, type LockedGrant, lockGrant, type NewGrant } from '#src/db/wallet/promo-grant.ts';
import { type Checkout, restoredUntil, type Tender } from '#src/domain/checkout/checkout.ts';
import { must } from '#src/domain/kit/must.ts';
import {
  type AccountName,
  paidOutAccount,
  promoAccount,
  topUpAccount,
  walletAccount,
} from '#src/domain/ledger/accounts.ts';
import { remindAtOf } from '#src/domain/wallet/grant.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A part of a tender that goes back, and to which account; undefined where another payment method gives it back. */
export type Back = NewBack & { account: AccountName | undefined };

type Going = {
  checkout: Checkout;
  parts: readonly { tender: Tender; amountMinor: bigint }[];
  /** Null for what was held and not taken. */
  refundId: string | null;
};

/**
 * Decides where parts of a locked checkout go back to, and opens another grant for credit whose own is over. Gift funds of a wallet
 * that was closed since go where its closing sent the others.
 *
 * Grants are locked here in the order of their ids, so call it before any account is locked.
 */
export async function planBack(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { checkout, parts, refundId }: Going,
): Promise<Back[]> {
  const grants = await lockGrants(tx, checkout, parts);
  const backs: Back[] = [];
  const restored: NewGrant[] = [];
  for (const { tender, amountMinor } of parts.filter((part) => part.amountMinor > 0n)) {
    const { organizationId, id: checkoutId } = checkout;
    const same = { organizationId, id: deps.newId(), checkoutId, tenderId: tender.id, refundId, amountMinor };
    const back = { ...same, grantId: null, closingId: null };
    if (tender.kind === 'payment') {
      backs.push({ ...back, way: 'payment', account: undefined });
    } else if (tender.kind === 'gift') {
      backs.push({ ...back, ...(await giftBack(tx, checkout)) });
    } else {
      const grant = must(grants.get(tender.grantId ?? ''), 'grant of a tender');
      const next = restoredOf(deps, tx, grant, back);
      if (next) restored.push(next);
      const account = promoAccount(next ?? grant);
      backs.push(
        next ? { ...back, way: 'restored', grantId: next.id, account } : { ...back, way: 'wallet', account },
      );
    }
  }
  await insertGrants(tx, restored);
  return backs;
}

async function lockGrants(
  tx: Tx,
  { organizationId }: Checkout,
  parts: Going['parts'],
): Promise<Map<string, LockedGrant>> {
  const ids = parts.flatMap(({ tender, amountMinor }) =>
    tender.grantId !== null && amountMinor > 0n ? [tender.grantId] : [],
  );
  const grants = new Map<string, LockedGrant>();
  for (const id of ids.toSorted()) {
    grants.set(id, must(await lockGrant(tx, { organizationId, id }), `grant ${id}`));
  }
  return grants;
}

/** What goes back to a grant that is over gets one of its own, for the same reason and long enough to be spent. */
function restoredOf(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  grant: LockedGrant,
  { id: backId, amountMinor }: Pick<NewBack, 'id' | 'amountMinor'>,
): NewGrant | undefined {
  const { organizationId, personId, departmentId, currency, reason, grantedBy, status } = grant;
  if (status === 'open' && grant.expiresAt > tx.now) return undefined;
  const expiresAt = restoredUntil({ expiresAt: grant.expiresAt, now: tx.now });
  const same = { organizationId, personId, departmentId, currency, reason, grantedBy };
  const grantedAt = tx.now;
  const remindAt = remindAtOf({ grantedAt, expiresAt });
  return { ...same, id: newId(), amountMinor, grantedAt, expiresAt, remindAt, requestId: `back:${backId}` };
}

async function giftBack(
  tx: Tx,
  { organizationId, personId, currency, madeAt: since }: Checkout,
): Promise<Pick<Back, 'way' | 'closingId' | 'account'>> {
  const closed = await findClosedSince(tx, { organizationId, personId, currency, since });
  if (!closed) {
    return { way: 'wallet', closingId: null, account: walletAccount(organizationId, personId, currency) };
  }
  const { closingId, way, departmentId: id } = closed;
  const account =
    way === 'return'
      ? topUpAccount({ organizationId, id, currency })
      : paidOutAccount(organizationId, currency);
  return { way: 'adjusted', closingId, account };
}
