import { type RawBuilder, sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { GrantStatus } from '#src/domain/states.ts';

/** A grant of promotional credit: what was granted, and `leftMinor` of it. */
export type ListedPromo = Money & {
  grantId: string;
  person: string;
  email: string | null;
  department: string;
  leftMinor: bigint;
  reason: string;
  status: GrantStatus;
  grantedAt: Date;
  grantedBy: string;
  expiresAt: Date;
};

/** `isOpen`: only those that have not ended. `after`: the id of the last one of the page before. */
export type PromoFilter = {
  personId?: string | undefined;
  isOpen?: boolean | undefined;
  after?: string | undefined;
  limit: number;
};

/** The grants to people whose wallets the reader may see: what expires first comes first. */
export async function listPromos(
  db: Reader,
  scope: Scope,
  { personId, isOpen = false, after, limit }: PromoFilter,
): Promise<ListedPromo[]> {
  const { rows } = await sql<ListedPromo>`
    select g.id as "grantId", p.name as person, p.email, d.name as department, g.amount_minor as "amountMinor", g.currency,
           coalesce(a.balance, 0) as "leftMinor", g.reason, g.status, g.granted_at as "grantedAt", granter.name as "grantedBy",
           g.expires_at as "expiresAt"
      from promo_grant g
      left join person_merge m on m.organization_id = g.organization_id and m.person_id = g.person_id
      join person p on p.organization_id = g.organization_id and p.id = coalesce(m.kept_id, g.person_id)
      join person granter on granter.organization_id = g.organization_id and granter.id = g.granted_by
      join department d on d.organization_id = g.organization_id and d.id = g.department_id
      left join account a on a.organization_id = g.organization_id and a.kind = 'wallet_promo' and a.owner_id = p.id
       and a.period = g.id::text and a.currency = g.currency
     where g.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
       ${personId ? sql`and p.id = ${personId}` : sql``}
       ${isOpen ? sql`and g.status = 'open'` : sql``}
       ${after ? sql`and (g.expires_at, g.id) > (${placeOf(scope, after)})` : sql``}
     order by g.expires_at, g.id limit ${limit}`.execute(db);
  return rows;
}

/** Where a grant stands in the list. */
function placeOf({ organizationId }: Scope, grantId: string): RawBuilder<unknown> {
  return sql`select expires_at, id from promo_grant where organization_id = ${organizationId} and id = ${grantId}`;
}
