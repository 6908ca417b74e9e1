import { listEntryRules } from '#src/domain/ledger/entries.ts';
import { ENTRY_TABLE_ROWS } from './entry-rules.ts';
import { listOf } from './rule-words.ts';

/** The kinds of activity that tell of a gift's money. */
const KINDS_OF_GIFTS = new Set(
  listEntryRules().flatMap(({ subjectType, activities }) => (subjectType === 'gift' ? activities : [])),
);

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
      left join (select * from activity where kind in (${listOf([...KINDS_OF_GIFTS])})) a
        on a.organization_id = e.organization_id and a.gift_id = g.id and ${atOnce('a.at', 'e.occurred_at')}
       and a.kind = any (rule.activities)
       and a.subject_id = case a.kind when 'gift.released' then g.giver_id else g.recipient_id end
       and (a.detail ->> 'amountMinor')::bigint = g.amount_minor and a.detail ->> 'currency' = g.currency
       and case a.kind when 'gift.reserved' then a.actor_id = g.giver_id when 'gift.issued' then a.actor_id = g.giver_id
                       when 'code.redeemed' then a.actor_id = g.recipient_id
                       when 'gift.reversed' then a.actor_id is not null
                       when 'gift.expired' then a.actor_id is null
                       when 'gift.bought' then a.actor_id is null
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
                   coalesce(to_jsonb(amount_minor::text), 'null') from allowance
             union all
            select organization_id, id, 'factor-policy.set', 'everybody', set_at, jsonb_build_array(roles, over) from factor_policy) s
      full join (select organization_id, id, kind as what, at,
                        case kind when 'allowance.set' then subject_id::text when 'factor-policy.set' then 'everybody'
                                  else coalesce(detail ->> 'departmentId', detail ->> 'currency') end as whose,
                        case kind when 'policy.set' then jsonb_build_array(detail -> 'rules', detail -> 'differences') when 'allowance.set' then detail -> 'amountMinor'
                                  when 'factor-policy.set' then jsonb_build_array(detail -> 'roles', detail -> 'over')
                                  else jsonb_build_array(detail ->> 'amountMinor',
                                    coalesce(detail ->> 'period', 'month'), coalesce((detail ->> 'fiscalStartMonth')::integer, 1),
                                    coalesce((detail ->> 'isSoft')::boolean, false), coalesce(detail ->> 'carryCapMinor', '0'))
                                  end as value
                   from activity where kind in ('budget.set', 'policy.set', 'allowance.set', 'factor-policy.set')) r
        on r.organization_id = s.organization_id and r.what = s.what and r.whose = s.whose and r.value = s.value
       and ${atOnce('r.at', 's.at')}
     where s.what is null or r.what is null`,
  'everything that was planned is on record as it was planned, and withdrawn as it is on record': `
    select format('planned change %s', coalesce(p.id::text, r.id)) as broken
      from (select organization_id, id, kind, coalesce(department_id, person_id)::text as whose, currency, change, from_at, planned_at as at,
                   planned_by as by_whom
              from planned_change
             union all
            select organization_id, id, 'withdrawn', coalesce(department_id, person_id)::text, currency, change, from_at, withdrawn_at, withdrawn_by
              from planned_change where withdrawn_at is not null) p
      full join (select organization_id, detail ->> 'planId' as id, coalesce(detail ->> 'departmentId', subject_id::text) as whose,
                        case kind when 'policy.planned' then 'rules' when 'plan.withdrawn' then 'withdrawn' else split_part(kind, '.', 1) end as kind,
                        detail ->> 'currency' as currency, detail -> 'change' as change, (detail ->> 'from')::timestamptz as from_at, at,
                        actor_id as by_whom
                   from activity where kind in ('policy.planned', 'allowance.planned', 'budget.planned', 'plan.withdrawn')) r
        on r.organization_id = p.organization_id and r.id = p.id::text and r.kind = p.kind
     where (p.id is null) or (r.id is null)
        or (p.whose, p.currency, p.change, p.from_at, p.at, p.by_whom) is distinct from (r.whose, r.currency, r.change, r.from_at, r.at, r.by_whom)
        or p.kind = 'withdrawn' and p.at >= p.from_at`,
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
  'everything that was brought home or written off is on record, with its amount': `
    select format('%s %s: %s to the running budget, %s to funding, %s from it', coalesce(m.what, r.what), coalesce(m.id, r.id),
                  m.carried, m.returned, m.granted) as broken
      from (select e.organization_id, 'budget.' || case e.subject_type when 'write-off' then 'written-off' else 'brought-home' end as what,
                   e.subject_id::text as id, min(e.occurred_at) as at, min(b.owner_id::text) as department,
                   max(b.owner_id::text) as other,
                   coalesce(sum(p.amount) filter (where e.kind = 'budget.carried' and p.amount > 0), 0) as carried,
                   coalesce(sum(p.amount) filter (where e.kind = 'budget.returned' and p.amount > 0), 0) as returned,
                   coalesce(sum(p.amount) filter (where e.kind = 'budget.granted' and p.amount > 0), 0) as granted
              from entry e
              join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
              left join account b on b.organization_id = p.organization_id and b.id = p.account_id and b.kind = 'budget'
             where e.subject_type in ('bring-home', 'write-off') group by 1, 2, 3) m
      full join (select organization_id, kind as what, detail ->> 'id' as id, at, detail ->> 'departmentId' as department,
                        coalesce((detail ->> 'carriedMinor')::numeric, 0) as carried, coalesce((detail ->> 'returnedMinor')::numeric, 0) as returned,
                        coalesce((detail ->> 'grantedMinor')::numeric, 0) as granted
                   from activity where kind in ('budget.brought-home', 'budget.written-off')) r
        on r.organization_id = m.organization_id and r.what = m.what and r.id = m.id
     where (m.department, m.other, m.carried, m.returned, m.granted)
           is distinct from (r.department, r.department, r.carried, r.returned, r.granted)
        or not ${atOnce('r.at', 'm.at')}`,
};
