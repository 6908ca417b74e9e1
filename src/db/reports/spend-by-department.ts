import { sql } from 'kysely';
import type { Money } from '#src/domain/money.ts';
import type { Reader } from '../schema.ts';

/** What a department gave in a calendar month of its own zone, `2026-11`. */
export type DepartmentSpend = Money & { department: string; month: string; gifts: number };

/**
 * Spend by department and month, from the daily roll-up: it costs days, not gifts.
 *
 * `fromMonth` and `toMonth` are both included.
 */
export async function spendByDepartment(
  db: Reader,
  organizationId: string,
  { fromMonth = '0001-01', toMonth = '9999-12' }: { fromMonth?: string; toMonth?: string } = {},
): Promise<DepartmentSpend[]> {
  const { rows } = await sql<DepartmentSpend>`
    select d.name as department, to_char(s.day, 'YYYY-MM') as month, s.currency,
           sum(s.gifts)::integer as gifts, sum(s.amount_minor)::bigint as "amountMinor"
      from spend_daily s
      join department d on d.organization_id = s.organization_id and d.id = s.department_id
     where s.organization_id = ${organizationId}
       and s.day >= to_date(${fromMonth}, 'YYYY-MM')
       and s.day < to_date(${toMonth}, 'YYYY-MM') + interval '1 month'
     group by d.name, to_char(s.day, 'YYYY-MM'), s.currency
     order by month, department, s.currency`.execute(db);
  return rows;
}
