import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { OrderRef } from './order.ts';

/** Keeps where an order is sent, until it is erased. */
export async function insertOrderAddress(
  tx: Tx,
  { organizationId, id, address }: OrderRef & { address: string },
): Promise<void> {
  await tx
    .insertInto('order_address')
    .values({ organization_id: organizationId, order_id: id, address })
    .execute();
}

/** Where an order is sent; undefined when it is sent nowhere, or that was erased. */
export async function findOrderAddress(
  db: Reader,
  { organizationId, id }: OrderRef,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('order_address')
    .select('address')
    .where('organization_id', '=', organizationId)
    .where('order_id', '=', id)
    .executeTakeFirst();
  return row?.address;
}

/** Erases where an order was sent. */
export async function eraseOrderAddress(tx: Tx, { organizationId, id }: OrderRef): Promise<void> {
  await tx
    .deleteFrom('order_address')
    .where('organization_id', '=', organizationId)
    .where('order_id', '=', id)
    .execute();
}
