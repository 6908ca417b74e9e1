import { type RawBuilder, sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { CheckoutStatus } from '#src/domain/states.ts';

/** A checkout in a list, its amounts in minor units. */
export type ListedCheckout = Money & {
  checkoutId: string;
  personId: string;
  person: string;
  email: string | null;
  marketplaceId: string;
  marketplace: string;
  description: string;
  status: CheckoutStatus;
  capturedMinor: bigint;
  refundedMinor: bigint;
  madeAt: Date;
  expiresAt: Date;
};

/** `before`: the id of the last one of the page before. */
export type CheckoutFilter = {
  personId?: string | undefined;
  marketplaceId?: string | undefined;
  status?: CheckoutStatus | undefined;
  before?: string | undefined;
  limit: number;
};

/** The checkouts of people whose wallets the reader may see, newest first. */
export async function listCheckouts(
  db: Reader,
  scope: Scope,
  { personId, marketplaceId, status, before, limit }: CheckoutFilter,
): Promise<ListedCheckout[]> {
  const { rows } = await sql<ListedCheckout>`
    select c.id as "checkoutId", p.id as "personId", p.name as person, p.email, m.id as "marketplaceId", m.name as marketplace, c.description, c.status,
           c.amount_minor as "amountMinor", c.currency, c.made_at as "madeAt", c.expires_at as "expiresAt",
           case c.status when 'captured' then c.captured_minor else 0 end as "capturedMinor",
           (select sum(t.refunded_minor)::bigint from tender t
             where t.organization_id = c.organization_id and t.checkout_id = c.id) as "refundedMinor"
      from checkout c
      join person p on p.organization_id = c.organization_id and p.id = c.person_id
      join marketplace m on m.organization_id = c.organization_id and m.id = c.marketplace_id
     where c.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
       ${personId ? sql`and c.person_id = ${personId}` : sql``}
       ${marketplaceId ? sql`and c.marketplace_id = ${marketplaceId}` : sql``}
       ${status ? sql`and c.status = ${status}` : sql``}
       ${before ? sql`and (c.made_at, c.id) < (${placeOf(scope, before)})` : sql``}
     order by c.made_at desc, c.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Where a checkout stands in the list. */
function placeOf({ organizationId }: Scope, id: string): RawBuilder<unknown> {
  return sql`select made_at, id from checkout where organization_id = ${organizationId} and id = ${id}`;
}
