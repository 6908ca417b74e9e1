import { type RawBuilder, sql } from 'kysely';
import { recordsOf, within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { CheckoutStatus, OrderEnd, OrderStatus } from '#src/domain/states.ts';
import type { ItemKind } from '#src/domain/store/item.ts';

/** An order in a list. `money`: how its checkout stands. `fulfiller`: who sees to it now; null where nobody has to. */
export type ListedOrder = Money & {
  orderId: string;
  itemId: string;
  item: string;
  kind: ItemKind;
  picture: string | null;
  buyerId: string;
  buyer: string;
  email: string | null;
  fulfillerId: string | null;
  fulfiller: string | null;
  status: OrderStatus;
  endedWhy: OrderEnd | null;
  money: CheckoutStatus;
  placedAt: Date;
};

/**
 * `buyerId`: what one person ordered, by any record of theirs; `fulfillerId`: what one sees to; `isPaid`: without what another way of paying has yet to pay;
 * `before`: the id of the last one of the page before.
 */
export type OrderFilter = {
  buyerId?: string | undefined;
  fulfillerId?: string | undefined;
  statuses?: readonly OrderStatus[] | undefined;
  isPaid?: boolean | undefined;
  before?: string | undefined;
  limit: number;
};

/** The orders that the reader may see: their own, those that they see to, or all of them. Newest first. */
export async function listStoreOrders(
  db: Reader,
  scope: Scope,
  { buyerId, fulfillerId, statuses, isPaid = false, before, limit }: OrderFilter,
): Promise<ListedOrder[]> {
  const { rows } = await sql<ListedOrder>`
    select o.id as "orderId", o.item_id as "itemId", o.item_name as item, o.kind, i.picture, o.person_id as "buyerId", b.name as buyer,
           b.email, i.fulfiller_id as "fulfillerId", f.name as fulfiller, o.status, o.ended_why as "endedWhy", c.status as money,
           o.placed_at as "placedAt", o.amount_minor as "amountMinor", o.currency
      from store_order o
      join store_item i on i.organization_id = o.organization_id and i.id = o.item_id
      join person b on b.organization_id = o.organization_id and b.id = o.person_id
      join checkout c on c.organization_id = o.organization_id and c.id = o.checkout_id
      left join person f on f.organization_id = i.organization_id and f.id = i.fulfiller_id
     where o.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['o.person_id', 'i.fulfiller_id'], ofAnyRecord: true })}
       ${buyerId ? sql`and o.person_id = any (${recordsOf(scope, buyerId)})` : sql``}
       ${fulfillerId ? sql`and i.fulfiller_id = ${fulfillerId}` : sql``}
       ${statuses ? sql`and o.status = any (${[...statuses]}::text[])` : sql``}
       ${isPaid ? sql`and c.status <> 'awaiting_remainder'` : sql``}
       ${before ? sql`and (o.placed_at, o.id) < (${placeOf(scope, before)})` : sql``}
     order by o.placed_at desc, o.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Where an order stands in the list. */
function placeOf({ organizationId }: Scope, id: string): RawBuilder<unknown> {
  return sql`select placed_at, id from store_order where organization_id = ${organizationId} and id = ${id}`;
}
