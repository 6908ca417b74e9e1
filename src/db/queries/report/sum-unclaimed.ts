import { type RawBuilder, sql } from 'kysely';
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
      left join lateral (${balanceBefore(since)}) earlier on true
     where a.organization_id = ${organizationId} and a.kind = 'outstanding'
       and ${within(scope, { department: 'a.owner_id' })}
     group by a.currency
    having sum(a.balance) <> 0 or sum(coalesce(earlier.balance, 0)) <> 0
     order by a.currency`.execute(db);
  return rows;
}

/**
 * What account `a` came to. A department's movements since may be hundreds of thousands, so the last one before is looked for between
 * `low`, where it was earlier, and `high`, by halves: movements are numbered in the order of time.
 */
function balanceBefore(since: Date): RawBuilder<unknown> {
  return sql`
    with recursive halved as (
      select 0 as step, 0::bigint as low, coalesce((
               select p.id from posting p
                where p.organization_id = a.organization_id and p.account_id = a.id order by p.id desc limit 1), 0) as high,
             null::bigint as balance
       union all
      select h.step + 1, case when m.id is null or m.at < ${since} then h.middle else h.low end,
             case when m.at >= ${since} then m.id - 1 else h.high end,
             case when m.at < ${since} then m.balance_after else h.balance end
        from (select *, (low + high + 1) / 2 as middle from halved) h
        left join lateral (
          select p.id, p.balance_after, e.occurred_at as at
            from posting p
            join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
           where p.organization_id = a.organization_id and p.account_id = a.id and p.id > h.low and p.id <= h.middle
           order by p.id desc limit 1) m on true
       where h.low < h.high)
    select balance from halved order by step desc limit 1`;
}
