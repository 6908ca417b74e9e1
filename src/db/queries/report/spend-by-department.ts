import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** What a department gave in a calendar month of its own zone, such as `2026-11`. */
export type DepartmentSpend = Money & { department: string; month: string; gifts: number };

/**
 * The spend that the reader may see, by department and month, from the daily roll-up: the cost is days × departments,
 * not gifts.
 *
 * Includes both `fromMonth` and `toMonth`.
 */
export async function spendByDepartment(
  db: Reader,
  scope: Scope,
  { fromMonth = '0001-01', toMonth = '9999-12' }: { fromMonth?: string; toMonth?: string } = {},
): Promise<DepartmentSpend[]> {
  const { organizationId } = scope;
  const { rows } = await sql<DepartmentSpend>`
    select d.name as department, to_char(s.month, 'YYYY-MM') as month, s.currency, s.gifts, s."amountMinor"
      from (select department_id, date_trunc('month', day::timestamp) as month, currency,
                   sum(gifts)::integer as gifts, sum(amount_minor)::bigint as "amountMinor"
              from department_spend_daily
             where organization_id = ${organizationId} and ${within(scope, { department: 'department_id' })}
               and day >= to_date(${fromMonth}, 'YYYY-MM')
               and day < to_date(${toMonth}, 'YYYY-MM') + interval '1 month'
             group by department_id, date_trunc('month', day::timestamp), currency
            having sum(gifts) > 0) s
      join department d on d.organization_id = ${organizationId} and d.id = s.department_id
     order by month, department, currency`.execute(db);
  return rows;
}
