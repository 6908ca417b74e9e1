import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';

/** What a department could give in its periods of some days, and what is left of that. */
export type BudgetOver = { departmentId: string; currency: string; budgetMinor: bigint; leftMinor: bigint };

/**
 * The budgets of the periods that have begun on these days, by department. A department of which a period only partly falls on them is
 * left out: nobody can say what of it belongs to these days.
 */
export async function listBudgetsOver(
  db: Reader,
  scope: Scope,
  { from, to }: DayRange,
): Promise<BudgetOver[]> {
  const { organizationId } = scope;
  const { rows } = await sql<BudgetOver>`
    select owner_id as "departmentId", currency, sum(funded)::bigint as "budgetMinor", sum(balance)::bigint as "leftMinor"
      from (select owner_id, currency, funded, balance, first_day,
                   (first_day + case when length = '' then interval '1 month' else length::interval end)::date - 1 as last_day
              from (select owner_id, currency, funded, balance, split_part(period, '/', 1)::date as first_day,
                           split_part(period, '/', 2) as length
                      from account
                     where organization_id = ${organizationId} and kind = 'budget' and period <> ${TOP_UP_PERIOD}
                       and ${within(scope, { department: 'owner_id' })}) named) b
     where first_day <= ${to}::date and last_day >= ${from}::date
     group by 1, 2
    having bool_and(first_day >= ${from}::date and last_day <= ${to}::date)`.execute(db);
  return rows;
}
