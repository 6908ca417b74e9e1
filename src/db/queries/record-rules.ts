import { ENTRY_TABLE_ROWS } from './entry-rules.ts';

/** Whether an activity was recorded when its row says. The first version read the clock for each separately. */
function atOnce(recorded: string, said: string): string {
  return `${recorded} between ${said} - interval '1 minute' and ${said} + interval '1 minute'`;
}

/**
 * Rules that the activity record and its subjects must keep. Each query returns the rows that break its rule, in words.
 */
export const RECORD_RULES: Record<string, string> = {
  'everything that happened to a gift’s money is on record, with who did it, to whom and how much': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from entry e
      join ${ENTRY_TABLE_ROWS} on rule.kind = e.kind and rule.subject_type = e.subject_type
      join gift g on g.organization_id = e.organization_id and g.id = e.subject_id
      left join activity a
        on a.organization_id = e.organization_id and a.gift_id = g.id and ${atOnce('a.at', 'e.occurred_at')}
       and a.kind = any (rule.activities)
       and a.subject_id = case e.kind when 'gift.released' then g.giver_id else g.recipient_id end
       and (a.detail ->> 'amountMinor')::bigint = g.amount_minor and a.detail ->> 'currency' = g.currency
       and case e.kind when 'gift.reserved' then a.actor_id = g.giver_id when 'gift.issued' then a.actor_id = g.giver_id
                       when 'code.redeemed' then a.actor_id = g.recipient_id
                       when 'wallet.adjusted' then a.actor_id is not null
                       else a.actor_id is not distinct from g.voided_by end
     where e.subject_type = 'gift' and a.id is null`,
  'every decision is on record, with who took it': `
    select format('approval %s is %s', p.id, p.status) as broken
      from approval p
      left join (select * from activity where kind = 'approval.decided') a
        on a.organization_id = p.organization_id and a.detail ->> 'approvalId' = p.id::text
     where p.status <> 'open'
       and (a.detail ->> 'status', a.subject_id, a.at, a.detail ->> 'reason',
            a.actor_id) is distinct from
           (p.status, p.requested_by, p.decided_at, p.decision_reason,
            case p.status when 'withdrawn' then p.requested_by else p.decided_by end)`,
  'everything that was set is on record as it was set': `
    select format('%s %s of %s', coalesce(s.what, r.what), coalesce(s.id, r.id), coalesce(s.whose, r.whose)) as broken
      from (select organization_id, id, 'budget.set' as what, department_id::text as whose, set_at as at,
                   jsonb_build_array(amount_minor::text, period, fiscal_start_month, is_soft, carry_cap_minor::text) as value
              from budget_policy
             union all
            select organization_id, id, 'policy.set', coalesce(department_id::text, currency), set_at,
                   jsonb_build_array(rules, differences) from giving_policy
             union all
            select organization_id, id, 'allowance.set', person_id::text, set_at,
                   coalesce(to_jsonb(amount_minor::text), 'null') from allowance) s
      full join (select organization_id, id, kind as what, at,
                        case kind when 'allowance.set' then subject_id::text
                                  else coalesce(detail ->> 'departmentId', detail ->> 'currency') end as whose,
                        case kind when 'policy.set' then jsonb_build_array(detail -> 'rules', detail -> 'differences') when 'allowance.set' then detail -> 'amountMinor'
                                  else jsonb_build_array(detail ->> 'amountMinor',
                                    coalesce(detail ->> 'period', 'month'), coalesce((detail ->> 'fiscalStartMonth')::integer, 1),
                                    coalesce((detail ->> 'isSoft')::boolean, false), coalesce(detail ->> 'carryCapMinor', '0'))
                                  end as value
                   from activity where kind in ('budget.set', 'policy.set', 'allowance.set')) r
        on r.organization_id = s.organization_id and r.what = s.what and r.whose = s.whose and r.value = s.value
       and ${atOnce('r.at', 's.at')}
     where s.what is null or r.what is null`,
  'every move between budgets and every top-up is on record': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from entry e
      join ${ENTRY_TABLE_ROWS} on rule.kind = e.kind and rule.subject_type = e.subject_type
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      join account o on o.organization_id = p.organization_id and o.id = p.account_id
      left join activity a
        on a.organization_id = e.organization_id and ${atOnce('a.at', 'e.occurred_at')}
       and a.kind = any (rule.activities)
       and coalesce(a.detail ->> 'to', a.detail ->> 'departmentId') = o.owner_id::text
       and (a.detail ->> 'amountMinor')::bigint = p.amount
     where e.subject_type in ('move', 'top-up') and a.id is null`,
};
