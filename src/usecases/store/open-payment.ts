import { findCheckout } from '#src/db/checkout/checkout.ts';
import { isOpenCall, listPaymentCalls } from '#src/db/checkout/payment-call.ts';
import { findOrder } from '#src/db/store/order.ts';
import { isPageUrl } from '#src/domain/checkout/page-url.ts';
import { isOnPage } from '#src/domain/checkout/payment.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { advanceCheckout, type AdvanceDeps } from '#src/usecases/checkout/advance-checkout.ts';
import { pageOf } from '#src/usecases/checkout/steps/ask-payment.ts';
import { pathOfOrder } from './follow-checkout.ts';

/** Whose order it is: nobody else pays for it, or looks whether they have. */
export type OrderToPay = { person: Person; orderId: string };

/**
 * The page of another payment method on which the buyer pays the rest of their order; `undefined` when there is nothing to pay there.
 *
 * Refuses everybody else, and for a moment while the page cannot be had. Only a page is shown that was opened for the order before: so
 * none is opened for an order that has ended meanwhile.
 */
export async function openPayment(
  deps: AdvanceDeps,
  asked: OrderToPay,
): Promise<Outcome<{ url: string | undefined }>> {
  const order = await findOwnOrder(deps, asked);
  if (!order) return refused({ kind: 'unknown-order' });
  const before = await findPage(deps, order);
  if (before && before.call.status !== 'pending') await advanceCheckout(deps, order.checkoutId);
  const found = before && (await findPage(deps, order));
  if (!found) return done({ url: undefined });
  if (found.call.status !== 'pending' || !deps.payment?.pages)
    return refused({ kind: 'order-payment-waits' });
  const page = pageOf(deps, { ...found, path: await pathOfOrder(deps.db, found.checkout) });
  const opened = await deps.payment.pages.open(page);
  if (opened.kind === 'unknown' || opened.kind === 'pending') return refused({ kind: 'order-payment-waits' });
  if (opened.kind === 'rejected' || opened.isPaid) return done({ url: undefined });
  if (!isPageUrl(opened.url)) throw new Error('the address of a payment page is not one over https');
  return done({ url: opened.url });
}

export async function findOwnOrder(
  { db }: Pick<AdvanceDeps, 'db'>,
  { person, orderId: id }: OrderToPay,
): Promise<StoreOrder | undefined> {
  const { organizationId, id: personId } = person;
  const order = isUuid(id) ? await findOrder(db, { organizationId, id }) : undefined;
  return order?.personId === personId ? order : undefined;
}

/** The open page of an order that waits for what is paid on it. */
async function findPage({ db }: Pick<AdvanceDeps, 'db'>, { organizationId, checkoutId: id }: StoreOrder) {
  const checkout = await findCheckout(db, { organizationId, id });
  if (checkout?.status !== 'awaiting_remainder') return undefined;
  const call = (await listPaymentCalls(db, checkout)).find((one) => isOnPage(one) && isOpenCall(one));
  return call && { checkout, call };
}
