import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';

/**
 * What became of a period's budget, in minor units. `givenMinor`: less what came back to it. `carriedMinor`: from earlier periods;
 * below zero when it paid for one that was overspent. `movedMinor`: from other departments, less what went there. `onMinor`: what went
 * on to later periods, or back to funding after its end. `leftMinor` is what all of it comes to.
 */
export type BudgetPeriod = {
  period: string;
  currency: string;
  grantedMinor: bigint;
  carriedMinor: bigint;
  movedMinor: bigint;
  givenMinor: bigint;
  onMinor: bigint;
  leftMinor: bigint;
};

/**
 * The periods of a department whose budgets were opened, the newest first; none for a reader who may not see them. It reads what came
 * into budgets and left them otherwise than by gifts: its cost does not grow with what was given.
 */
export async function listBudgetPeriods(
  db: Reader,
  scope: Scope,
  { departmentId, limit }: { departmentId: string; limit: number },
): Promise<BudgetPeriod[]> {
  if (!sees(scope, { departmentId })) return [];
  const { organizationId } = scope;
  const { rows } = await sql<BudgetPeriod>`
    with b as (
      select id, period, currency, balance, funded from account a
       where organization_id = ${organizationId} and kind = 'budget' and owner_id = ${departmentId}
         and period <> ${TOP_UP_PERIOD}
         and exists (select from posting p where p.organization_id = ${organizationId} and p.account_id = a.id)
       order by period desc limit ${limit}),
    funding as (
      select q.account_id,
             sum(q.amount) filter (where e.kind = 'budget.granted' or e.subject_type = 'policy') as granted,
             -sum(q.amount) filter (where e.kind = 'budget.returned' and e.subject_type <> 'policy') as returned
        from account f
        join posting p on p.organization_id = f.organization_id and p.account_id = f.id
        -- Looked up by its entry: the other way round, every gift from these budgets would be.
       cross join lateral (
         select q.account_id, q.amount from posting q
          where q.organization_id = p.organization_id and q.entry_id = p.entry_id and q.account_id in (select id from b) offset 0) q
        join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
       where f.organization_id = ${organizationId} and f.kind = 'funding'
       group by q.account_id),
    carried as (
      select p.account_id,
             sum(p.amount) filter (where ${isComing}) as came,
             -sum(p.amount) filter (where not ${isComing}) as went
        from entry e
        join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.account_id in (select id from b)
       where e.organization_id = ${organizationId} and e.kind = 'budget.carried'
       group by p.account_id),
    summed as (
      select b.period, b.currency, coalesce(f.granted, 0) as granted, coalesce(c.came, 0) as came,
             coalesce(c.went, 0) + coalesce(f.returned, 0) as gone, b.funded, b.balance
        from b
        left join funding f on f.account_id = b.id
        left join carried c on c.account_id = b.id)
    select period, currency, granted::bigint as "grantedMinor", came::bigint as "carriedMinor",
           (funded - granted - came + gone)::bigint as "movedMinor", (funded - balance)::bigint as "givenMinor",
           gone::bigint as "onMinor", balance as "leftMinor"
      from summed order by period desc`.execute(db);
  return rows;
}

/** Whether what was carried came to the account: for a period that opened, what it took or paid; otherwise what was added. */
const isComing = sql`case e.subject_type when 'account' then e.subject_id = p.account_id else p.amount > 0 end`;
