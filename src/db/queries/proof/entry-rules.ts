import { ACCOUNT_KINDS } from '#src/domain/ledger/accounts.ts';
import { type FlatEntryRule, listEntryRules } from '#src/domain/ledger/entries.ts';
import { listOf, money } from './rule-words.ts';

/**
 * The ledger's table as SQL rows. They come from this program and not from `entry_rule`, because whoever forges entries
 * could change that table too.
 */
export const ENTRY_TABLE_ROWS = `(values ${listEntryRules().map(rowOf).join(', ')})
  rule (kind, subject_type, keys, sources, targets, activities)`;

function rowOf({ kind, subjectType, keys, from, to, activities }: FlatEntryRule): string {
  const arrays = [keys, from, to, activities].map((names) => `'{${names.join(',')}}'::text[]`);
  return `('${kind}', '${subjectType}', ${arrays.join(', ')})`;
}

/** Whether entry `e` has a kind that is in the table, with a subject that this kind may have. */
const RULE_OF_ENTRY = 'rule.kind = e.kind and rule.subject_type = e.subject_type';

/** Rules that the ledger must keep with its table. Each query returns the rows that break its rule, in words. */
export const ENTRY_RULES: Record<string, string> = {
  'every account and every entry is of a kind that the ledger has, and every entry about what its kind is about': `
    select format('account %s is a %s', id, kind) as broken
      from account where kind not in (${listOf(ACCOUNT_KINDS)})
     union all
    select format('entry %s (%s) is %s, about %s', e.id, e.key, e.kind, concat_ws(' ', coalesce(e.subject_type, 'nothing'), e.subject_id))
      from entry e
      left join ${ENTRY_TABLE_ROWS} on ${RULE_OF_ENTRY}
     where rule.kind is null or e.subject_id is null`,
  'every entry moves money only between accounts that its kind may touch': `
    select format('entry %s (%s): %s %s', e.id, e.key, a.kind, ${money('p.amount', 'p.currency')}) as broken
      from entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
      left join ${ENTRY_TABLE_ROWS} on ${RULE_OF_ENTRY}
     where (a.kind = any (case when p.amount < 0 then rule.sources else rule.targets end)) is not true`,
  'every entry is called by its kind, and what it funds by its account': `
    select format('entry %s (%s) is %s', e.id, e.key, e.kind) as broken
      from entry e
      left join ${ENTRY_TABLE_ROWS} on ${RULE_OF_ENTRY}
     where (left(e.key, strpos(e.key, ':' || e.subject_id) - 1) = any (rule.keys)) is not true
     union
    select format('entry %s (%s) is %s', e.id, e.key, e.kind)
      from entry e
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.account_id = e.subject_id
       -- A period that begins after one that was overspent pays for it.
       and (p.amount > 0 or e.kind = 'budget.carried')
     where e.subject_type = 'account' and p.account_id is null`,
};
