import { BUDGETS_SET } from '#src/db/budget/planned-change.ts';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { money } from './rule-words.ts';

/** The legs on budgets of entries of a kind about a type of subject, each with its budget. */
function budgetLegsOf(kind: string, subjectType: string): string {
  return `entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
      join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind = 'budget'
     where e.kind = '${kind}' and e.subject_type = '${subjectType}'`;
}

/** A policy `b` of the department of budget `a`. Of when it was set, another clock may have told than of when it was posted. */
const SET_FOR_IT = `${BUDGETS_SET} b where b.organization_id = a.organization_id and b.department_id = a.owner_id`;

/**
 * Rules that what came into budgets must keep with what was set for them. Each query returns the rows that break its rule, in
 * words.
 */
export const BUDGET_RULES: Record<string, string> = {
  'every period was opened with an amount that was set for its department': `
    select format('entry %s (%s) opened %s with %s', e.id, e.key, a.period, ${money('p.amount', 'p.currency')}) as broken
      from ${budgetLegsOf('budget.granted', 'account')}
       and not exists (select from ${SET_FOR_IT} and b.amount_minor = p.amount)`,
  'every budget was raised and lowered by what was set for its department': [
    'budget.granted',
    'budget.returned',
  ]
    .map(
      (kind) => `
    select format('entry %s (%s) moved %s', e.id, e.key, ${money('p.amount', 'p.currency')}) as broken
      from ${budgetLegsOf(kind, 'policy')}
       and not exists (select from ${SET_FOR_IT}
             -- The first version called entries by other ids than what was set.
             and (b.id = e.subject_id
                  or b.set_at between e.occurred_at - interval '1 minute' and e.occurred_at + interval '1 minute'))`,
    )
    .join(' union all '),
  'what was carried over came from an earlier period of the same department, within what may be carried': `
    select format('entry %s (%s) carried %s', e.id, e.key, ${money('p.amount', 'p.currency')}) as broken
      from ${budgetLegsOf('budget.carried', 'account')} and a.id = e.subject_id
       and not exists (
         select from posting q
           join account source on source.organization_id = q.organization_id and source.id = q.account_id
          where q.organization_id = e.organization_id and q.entry_id = e.id and q.account_id <> a.id
            and source.owner_id = a.owner_id and source.currency = a.currency
            and source.period < a.period and source.period <> '${TOP_UP_PERIOD}')
        or (e.kind = 'budget.carried' and a.id = e.subject_id
            and p.amount > (select coalesce(max(b.carry_cap_minor), 0) from ${SET_FOR_IT}))`,
};
