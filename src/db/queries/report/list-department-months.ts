import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type DepartmentMonth, monthBefore } from '#src/domain/report/month-report.ts';

/** What each department that the reader may see gave in a month such as `2026-11`, and in the one before, by the days of its zone. */
export async function listDepartmentMonths(
  db: Reader,
  scope: Scope,
  month: string,
): Promise<DepartmentMonth[]> {
  const { organizationId } = scope;
  const { rows } = await sql<DepartmentMonth>`
    select d.id as "departmentId", d.name as department, m.currency, sum(m.gifts)::integer as gifts,
           sum(m.given)::bigint as "givenMinor", sum(m.before)::bigint as "beforeMinor", sum(m.unclaimed)::bigint as "unclaimedMinor"
      from (select department_id, currency, gifts, amount_minor as given, 0 as before, 0 as unclaimed
              from department_spend_daily
             where organization_id = ${organizationId} and day >= to_date(${month}, 'YYYY-MM')
               and day < to_date(${month}, 'YYYY-MM') + interval '1 month'
             union all
            select department_id, currency, 0, 0, amount_minor, 0
              from department_spend_daily
             where organization_id = ${organizationId} and day >= to_date(${monthBefore(month)}, 'YYYY-MM')
               and day < to_date(${month}, 'YYYY-MM')
             union all
            select owner_id, currency, 0, 0, 0, balance
              from account where organization_id = ${organizationId} and kind = 'outstanding') m
      join department d on d.organization_id = ${organizationId} and d.id = m.department_id
     where ${within(scope, { department: 'd.id' })}
     group by d.id, d.name, m.currency
     order by d.name, m.currency`.execute(db);
  return rows;
}
