import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { countOrdered, findOrderAsked, insertOrder } from '#src/db/store/order.ts';
import { insertOrderAddress } from '#src/db/store/order-address.ts';
import { changeStock, findItem, lockItem, lockItemShared } from '#src/db/store/store-item.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { CheckoutRequest } from '#src/domain/checkout/checkout-request.ts';
import { type Money, storeMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { StoreItem } from '#src/domain/store/item.ts';
import type { Offer } from '#src/domain/store/offer.ts';
import { MOST_ADDRESS, type StoreOrder } from '#src/domain/store/order.ts';
import { expireOverdue } from '#src/usecases/checkout/authorize-checkout.ts';
import { holdCheckout } from '#src/usecases/checkout/steps/hold-checkout.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { takeStockCode } from '#src/usecases/reward/steps/take-stock-code.ts';
import { findOffer } from './find-offer.ts';
import { goOnWithOrder } from './steps/go-on-with-order.ts';
import { needStoreMarketplace } from './steps/need-store-marketplace.ts';
import { recordOrder } from './steps/record-order.ts';

export type OrderDeps = CheckoutDeps & Pick<Deps, 'payment' | 'reachable' | 'rewardProviders'>;

/**
 * What somebody wants to have. The amount is the price that they have seen; of a gift card, how much they chose. `requestId`: their own
 * id for this click; the same one is one order. `deliverTo`: where it is sent. The others are as of a checkout.
 */
export type OrderRequest = Money & {
  buyer: Person;
  itemId: string;
  requestId: string;
  deliverTo?: string | undefined;
} & Pick<CheckoutRequest, 'paymentToken' | 'pageMinor' | 'passedAt' | 'address' | 'userAgent'>;

/**
 * Orders an item for its price now: holds the money, takes one from stock, and begins with what can be done at once. What the wallet
 * does not cover is asked of another payment method, if it was given one or they agreed to pay on its page; until that has answered, the
 * order waits as `placed`.
 *
 * Refuses what is not offered to the buyer, is sold out, costs something else by now or exceeds a limit; and what a checkout refuses.
 *
 * @throws `LostAnswer` when it may have been ordered: ask again with the same id. After any other fault it was not.
 */
export async function orderItem(deps: OrderDeps, request: OrderRequest): Promise<Outcome<StoreOrder>> {
  await expireOverdue(deps, request.buyer);
  return transact(deps, (tx) => order(deps, tx, request));
}

async function order(deps: OrderDeps, tx: Tx, request: OrderRequest): Promise<Outcome<StoreOrder>> {
  const { organizationId, id: personId } = request.buyer;
  const buyer = await lockPerson(tx, organizationId, personId);
  const { requestId, currency, amountMinor } = request;
  const before = await findOrderAsked(tx, { organizationId, personId, requestId });
  if (before) return repeated(before, request);
  const seen = await findItem(tx, { organizationId, id: request.itemId });
  if (!seen || !isPricedIn(seen, currency)) return refused({ kind: 'not-on-offer' });
  // Before the item: of many first orders in a currency, one makes it and the others wait for it.
  const marketplaceId = await needStoreMarketplace(deps, tx, { organizationId, currency });
  const offered = await lockOffer(deps, tx, { request: { ...request, buyer }, seen });
  if (!offered.ok) return offered;
  const { item } = offered.value;
  const id = deps.newId();
  const held = await holdCheckout(deps, tx, {
    person: buyer,
    marketplaceId,
    requestId: id,
    amountMinor,
    currency,
    description: item.name,
    paymentToken: request.paymentToken,
    pageMinor: request.pageMinor,
    passedAt: request.passedAt ?? null,
    address: request.address,
    userAgent: request.userAgent,
  });
  if (!held.ok) return held;
  return place(deps, tx, { request, item, id, checkout: held.value });
}

function repeated(before: StoreOrder, { itemId, amountMinor, currency }: OrderRequest): Outcome<StoreOrder> {
  const isSame =
    before.itemId === itemId && before.amountMinor === amountMinor && before.currency === currency;
  return isSame ? done(before) : refused({ kind: 'order-asked-differently' });
}

function isPricedIn({ provider, prices }: StoreItem, currency: string): boolean {
  return provider?.currency === currency || Object.hasOwn(prices, currency);
}

/**
 * What is offered now, locked: what is counted for this buyer alone, everything else with the others who order it. Nobody who has locked
 * it with others waits for it alone: two of them would wait for each other.
 */
async function lockOffer(
  deps: Pick<Deps, 'rewardProviders'>,
  tx: Tx,
  { request, seen }: { request: OrderRequest; seen: StoreItem },
): Promise<Outcome<Offer>> {
  const { buyer, itemId: id, currency, amountMinor, deliverTo = '' } = request;
  const isCounted = seen.inStock !== null;
  await (isCounted ? lockItem(tx, seen) : lockItemShared(tx, seen));
  const offer = await findOffer(tx, { person: buyer, itemId: id, now: tx.now });
  if (!offer.ok) return offer;
  const { item, costs, isSoldOut } = offer.value;
  const { name, provider } = item;
  if ((item.inStock !== null) !== isCounted) return refused({ kind: 'item-changed', name });
  if (provider && !deps.rewardProviders.has(provider.name)) return refused({ kind: 'not-on-offer' });
  if (isSoldOut) return refused({ kind: 'out-of-stock', name });
  const cost = costs.find((one) => one.currency === currency);
  if (!cost) return refused({ kind: 'not-on-offer' });
  const wrong =
    refusalOfAmount(name, { currency, amountMinor }, cost) ??
    refusalOfAddress(item, deliverTo) ??
    (await refusalOfLimit(tx, buyer, item));
  return wrong ? refused(wrong) : offer;
}

function refusalOfAmount(
  name: string,
  { amountMinor, currency }: Money,
  { amountMinor: leastMinor, mostMinor }: Offer['costs'][number],
): Refusal | undefined {
  const now = storeMoney({ amountMinor: leastMinor, currency });
  if (mostMinor === undefined) {
    if (amountMinor === leastMinor) return undefined;
    return { kind: 'price-changed', name, was: storeMoney({ amountMinor, currency }), now };
  }
  if (amountMinor >= leastMinor && amountMinor <= mostMinor) return undefined;
  return { kind: 'card-amount', name, least: now, most: storeMoney({ amountMinor: mostMinor, currency }) };
}

function refusalOfAddress({ name, needsAddress }: StoreItem, deliverTo: string): Refusal | undefined {
  if (!needsAddress) return undefined;
  const { length } = deliverTo.trim();
  if (length === 0) return { kind: 'address-missing', name };
  return length > MOST_ADDRESS ? { kind: 'address-too-long', most: MOST_ADDRESS } : undefined;
}

async function refusalOfLimit(
  tx: Tx,
  { organizationId, id: personId }: Person,
  { id: itemId, name, limitPerPerson: most }: StoreItem,
): Promise<Refusal | undefined> {
  if (most === null || (await countOrdered(tx, { organizationId, personId, itemId })) < most) {
    return undefined;
  }
  return { kind: 'order-limit', name, most };
}

type Placing = { request: OrderRequest; item: StoreItem; id: string; checkout: Checkout };

async function place(
  deps: OrderDeps,
  tx: Tx,
  { request, item, id, checkout }: Placing,
): Promise<Outcome<StoreOrder>> {
  const { organizationId, personId, amountMinor, currency } = checkout;
  const takesStock = item.inStock !== null;
  if (takesStock && !(await changeStock(tx, item, -1))) {
    return refused({ kind: 'out-of-stock', name: item.name });
  }
  const placed: StoreOrder = {
    organizationId,
    id,
    personId,
    checkoutId: checkout.id,
    itemId: item.id,
    kind: item.kind,
    itemName: item.name,
    requestId: request.requestId,
    amountMinor,
    currency,
    placedAt: tx.now,
    status: 'placed',
    takesStock,
    startedAt: null,
    fulfilledAt: null,
    endedAt: null,
    endedWhy: null,
    note: '',
    reason: '',
    reveals: 0,
    revealedAt: null,
  };
  await insertOrder(tx, placed);
  const address = (request.deliverTo ?? '').trim();
  if (item.needsAddress) await insertOrderAddress(tx, { organizationId, id, address });
  await recordOrder(deps, tx, placed, { kind: 'order.placed', actorId: personId });
  if (item.productId !== null) {
    const taker = { personId, takenFor: { type: 'order' as const, id } };
    const taken = await takeStockCode(deps, tx, { organizationId, productId: item.productId, taker });
    if (!taken.ok) return taken;
  }
  return done(await goOnWithOrder(deps, tx, placed, checkout));
}
