import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { OrderStatus } from '#src/domain/states.ts';

/** How many paid orders in these states one person sees to, of those that the reader may see. */
export async function countStoreOrders(
  db: Reader,
  scope: Scope,
  { fulfillerId, statuses }: { fulfillerId: string; statuses: readonly OrderStatus[] },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
      from store_order o
      join store_item i on i.organization_id = o.organization_id and i.id = o.item_id
      join checkout c on c.organization_id = o.organization_id and c.id = o.checkout_id
     where o.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['o.person_id', 'i.fulfiller_id'] })}
       and i.fulfiller_id = ${fulfillerId} and c.status <> 'awaiting_remainder' and o.status = any (${[...statuses]}::text[])`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
