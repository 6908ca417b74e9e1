import { findCheckout } from '#src/db/checkout/checkout.ts';
import { isOpenCall, listPaymentCalls } from '#src/db/checkout/payment-call.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { findKeptId } from '#src/db/people/person-merge.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findOrder } from '#src/db/store/order.ts';
import { findOrderAddress } from '#src/db/store/order-address.ts';
import { findItem } from '#src/db/store/store-item.ts';
import { type Checkout, payableUntil, type Tender } from '#src/domain/checkout/checkout.ts';
import { isOnPage } from '#src/domain/checkout/payment.ts';
import { must } from '#src/domain/kit/must.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { may, type Scope } from '#src/domain/people/access.ts';
import type { CheckoutStatus } from '#src/domain/states.ts';
import { deedsOfOrder, type OrderDeed } from '#src/domain/store/deeds-of-order.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';

/**
 * An order as one reader sees it. `address`: for its buyer and who sees to it; undefined when there is none, or it was erased.
 * `tenders`: how it was paid, for its buyer and who may see all orders. `deeds`: what the reader can do with it now.
 */
export type FoundOrder = StoreOrder & {
  buyer: { id: string; name: string; email: string | null };
  fulfiller: { id: string; name: string } | undefined;
  picture: string | null;
  money: CheckoutStatus;
  address: string | undefined;
  tenders: readonly Tender[] | undefined;
  deeds: readonly OrderDeed[];
  /** What its buyer has yet to pay on a page of another payment method, and until when they can. */
  toPay: { amountMinor: bigint; until: Date } | undefined;
};

/** Undefined when there is none that the reader may see. */
export async function findOrderWithin(db: Reader, scope: Scope, id: string): Promise<FoundOrder | undefined> {
  const { organizationId, isAll, personId, role } = scope;
  const order = isUuid(id) ? await findOrder(db, { organizationId, id }) : undefined;
  if (!order) return undefined;
  const item = must(await findItem(db, { organizationId, id: order.itemId }), `item ${order.itemId}`);
  const isBuyer = personId === order.personId;
  const isFulfiller = personId !== undefined && personId === item.fulfillerId;
  // What a record bought that was merged into the reader's is theirs to see; nothing is left to do with it.
  const isOwn = isBuyer || (personId !== undefined && (await findKeptId(db, order)) === personId);
  if (!isAll && !isOwn && !isFulfiller) return undefined;
  const isKeeper = isFulfiller || (isAll && (role === undefined || may(role, 'keep-orders')));
  const checkout = must(
    await findCheckout(db, { organizationId, id: order.checkoutId }),
    `checkout ${order.checkoutId}`,
  );
  const { name, email } = await getPerson(db, organizationId, order.personId);
  const fulfiller = item.fulfillerId && (await getPerson(db, organizationId, item.fulfillerId));
  return {
    ...order,
    buyer: { id: order.personId, name, email },
    fulfiller: fulfiller ? { id: fulfiller.id, name: fulfiller.name } : undefined,
    picture: item.picture,
    money: checkout.status,
    address: isOwn || isKeeper ? await findOrderAddress(db, order) : undefined,
    tenders: isOwn || isAll ? checkout.tenders : undefined,
    deeds: deedsOfOrder(order, { isBuyer, isKeeper, money: checkout.status }),
    toPay: isBuyer ? await findToPay(db, checkout) : undefined,
  };
}

async function findToPay(db: Reader, checkout: Checkout): Promise<FoundOrder['toPay']> {
  if (checkout.status !== 'awaiting_remainder') return undefined;
  const call = (await listPaymentCalls(db, checkout)).find((one) => isOnPage(one) && isOpenCall(one));
  return call && { amountMinor: call.amountMinor, until: payableUntil(checkout) };
}
