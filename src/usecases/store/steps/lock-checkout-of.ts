import { lockCheckout } from '#src/db/checkout/checkout.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { must } from '#src/domain/kit/must.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';

/** The locked checkout of an order whose buyer is locked. */
export async function lockCheckoutOf(
  tx: Tx,
  { organizationId, checkoutId: id }: StoreOrder,
): Promise<Checkout> {
  return must(await lockCheckout(tx, { organizationId, id }), `checkout ${id}`);
}
