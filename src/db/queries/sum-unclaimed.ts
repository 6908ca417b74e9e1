import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** What was given and not redeemed yet, now and at an instant before, in minor units. */
export type Unclaimed = { currency: string; nowMinor: bigint; beforeMinor: bigint };

/**
 * What departments that the reader may see have given and nobody has redeemed yet, by currency. What stood at `since` is the
 * balance after the last movement before it.
 */
export async function sumUnclaimed(db: Reader, scope: Scope, since: Date): Promise<Unclaimed[]> {
  const { organizationId } = scope;
  const { rows } = await sql<Unclaimed>`
    select a.currency, sum(a.balance)::bigint as "nowMinor", sum(coalesce(earlier.balance, 0))::bigint as "beforeMinor"
      from account a
      left join lateral (
        select p.balance_after as balance
          from posting p
          join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
         where p.organization_id = a.organization_id and p.account_id = a.id and e.occurred_at < ${since}
         order by p.id desc limit 1) earlier on true
     where a.organization_id = ${organizationId} and a.kind = 'outstanding'
       and ${within(scope, { department: 'a.owner_id' })}
     group by a.currency
    having sum(a.balance) <> 0 or sum(coalesce(earlier.balance, 0)) <> 0
     order by a.currency`.execute(db);
  return rows;
}
