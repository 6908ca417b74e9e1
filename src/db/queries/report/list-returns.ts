import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import type { ReturnKind } from '#src/domain/report/liability-words.ts';

/** What came back to a department's budgets, and why. */
export type Returned = Money & { departmentId: string; department: string; kind: ReturnKind; count: number };

/** What came back on these days of each department's zone, for readers who see all spend. */
export async function listReturns(
  db: Reader,
  { organizationId, isAll }: Scope,
  { from, to }: DayRange,
): Promise<Returned[]> {
  if (!isAll) return [];
  const { rows } = await sql<Returned>`
    select d.id as "departmentId", d.name as department, r.kind, r.currency, count(*)::integer as count, sum(r.amount)::bigint as "amountMinor"
      from (select case e.kind when 'code.voided' then 'voided' when 'code.expired' then 'expired' when 'wallet.adjusted' then 'reversed'
                               when 'promo.expired' then 'promo-expired' else 'promo-taken-back' end as kind,
                   e.occurred_at as at, coalesce(g.department_id, o.department_id) as department_id,
                   coalesce(g.currency, o.currency) as currency, moved.amount
              from entry e
             cross join lateral (
               select -sum(p.amount) as amount from posting p
                where p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0) moved
              left join gift g on e.subject_type = 'gift' and g.organization_id = e.organization_id and g.id = e.subject_id
              left join promo_grant o on e.subject_type = 'grant' and o.organization_id = e.organization_id and o.id = e.subject_id
             where e.organization_id = ${organizationId}
               and (e.subject_type = 'gift' and e.kind in ('code.voided', 'code.expired', 'wallet.adjusted')
                    or e.subject_type = 'grant' and e.kind in ('promo.expired', 'promo.taken-back'))
               and e.occurred_at >= (${from}::date - interval '14 hours') at time zone 'UTC'
               and e.occurred_at < (${to}::date + interval '36 hours') at time zone 'UTC') r
      join department d on d.organization_id = ${organizationId} and d.id = r.department_id
     where (r.at at time zone d.time_zone)::date between ${from}::date and ${to}::date
     group by d.id, d.name, r.kind, r.currency
     order by d.name, r.currency, r.kind`.execute(db);
  return rows;
}
