import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { giftMoves } from '#src/domain/states.ts';

/** What somebody who has left still has, by currency: in their wallet, where nobody decided that it stays, and as gifts that wait for them. */
export type LeaverNeed = {
  personId: string;
  name: string;
  held: Money[];
  waiting: (Money & { gifts: number })[];
};

/** How many there are, and those of them who left first. */
export type LeaverNeeds = { count: number; leavers: LeaverNeed[] };

type Row = Money & { personId: string; name: string; count: number; gifts: number | null };

/** The people who have left and still have something, for readers who see everybody’s wallet and gifts. */
export async function listLeaverNeeds(
  db: Reader,
  { organizationId, isAll }: Scope,
  limit: number,
): Promise<LeaverNeeds> {
  if (!isAll) return { count: 0, leavers: [] };
  const waits = [...giftMoves.redeem.from];
  // Each is looked up by itself: there may be a great many gifts, and few of the people have left.
  const { rows } = await sql<Row>`
    with held as not materialized (
      select a.owner_id, a.currency, a.balance from account a
       where a.organization_id = ${organizationId} and a.kind = 'wallet_gift' and a.balance > 0),
    leaver as materialized (
      select p.* from person p
       where p.organization_id = ${organizationId} and p.deactivated_at is not null
         and case when (select true from held a
                         where a.owner_id = p.id and ${IS_UNDECIDED} limit 1) then true
                  else (select true from gift g
                         where g.recipient_id = p.id and g.organization_id = ${organizationId} and g.status = any (${waits}::text[]) limit 1)
             end),
    listed as (select * from leaver order by deactivated_at, id limit ${limit})
    select p.id as "personId", p.name, has.currency, has.amount as "amountMinor", has.gifts,
           (select count(*) from leaver)::integer as count
      from listed p
     cross join lateral (
       select a.currency, a.balance as amount, null::integer as gifts
         from held a where a.owner_id = p.id and ${IS_UNDECIDED}
        union all
       select g.currency, sum(g.amount_minor)::bigint, count(*)::integer
         from gift g where g.recipient_id = p.id and g.organization_id = ${organizationId} and g.status = any (${waits}::text[])
        group by g.currency) has
     order by p.deactivated_at, p.id, has.currency`.execute(db);
  return { count: rows[0]?.count ?? 0, leavers: byPerson(rows) };
}

const IS_UNDECIDED = sql`not exists (
  select from wallet_closing c
   where c.organization_id = p.organization_id and c.person_id = p.id and c.currency = a.currency
     and c.way = 'honour' and c.done_at >= p.deactivated_at)`;

function byPerson(rows: readonly Row[]): LeaverNeed[] {
  const found = new Map<string, LeaverNeed>();
  for (const { personId, name, currency, amountMinor, gifts } of rows) {
    const one = found.get(personId) ?? { personId, name, held: [], waiting: [] };
    found.set(personId, one);
    if (gifts === null) one.held.push({ currency, amountMinor });
    else one.waiting.push({ currency, amountMinor, gifts });
  }
  return [...found.values()];
}
