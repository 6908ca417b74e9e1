import { BUDGETS_SET } from '#src/db/budget/planned-change.ts';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { money } from './rule-words.ts';

/** Of when a policy was set, another clock may have told than of when something was posted. */
const CLOCKS = `interval '1 minute'`;

/** Every policy with when the next one was set, or began. */
const POLICIES = `(select organization_id, department_id, amount_minor, carry_cap_minor, is_soft, set_at,
         lead(set_at) over (partition by organization_id, department_id order by set_at, made_at, id) as next_set_at
    from ${BUDGETS_SET} s)`;

/** The first day of a budget's period and the first after it, and how long it is, from what it is called. */
const PERIODS = `(select a.*, split_part(period, '/', 2) as length, split_part(period, '/', 1)::date as first_day,
         split_part(period, '/', 1)::date + coalesce(nullif(split_part(period, '/', 2), ''), 'P1M')::interval as end_day
    from account a where kind = 'budget' and period <> '${TOP_UP_PERIOD}')`;

/** What left a period behind, and what a policy makes of it; the same as `openingOf`. */
const SHOULD = `case when c.left_minor >= 0 then least(c.left_minor, b.carry_cap_minor)
  when b.is_soft or -c.left_minor <= b.amount_minor then c.left_minor else -b.amount_minor end`;

/**
 * What was carried into periods when they opened, with what the one before had left. Its policy is the last one that was set by
 * then and before its end, whose midnight depends on a zone: so it is between two instants.
 */
const OPENING_CARRIES = `(select e.organization_id, e.id, e.key, t.owner_id, t.currency, t.period, p.amount as carried_minor, s.period as source,
         q.balance_after - q.amount as left_minor,
         least(e.occurred_at, (t.end_day at time zone 'UTC') - interval '14 hours') - ${CLOCKS} as early,
         least(e.occurred_at, (t.end_day at time zone 'UTC') + interval '12 hours') + ${CLOCKS} as late
    from entry e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.account_id = e.subject_id
    join ${PERIODS} t on t.organization_id = p.organization_id and t.id = p.account_id
    left join (posting q join ${PERIODS} s on s.organization_id = q.organization_id and s.id = q.account_id)
      on q.organization_id = e.organization_id and q.entry_id = e.id and q.account_id <> t.id
     and s.owner_id = t.owner_id and s.currency = t.currency and s.end_day = t.first_day and s.length = t.length
   where e.kind = 'budget.carried' and e.subject_type = 'account')`;

/** What periods took from earlier ones, by and by. */
const CARRIED_SO_FAR = `(select e.organization_id, e.id, e.key, e.subject_type, e.occurred_at, t.owner_id, t.currency, t.period, p.amount,
         sum(p.amount) over (partition by t.organization_id, t.id order by p.id) as total
    from entry e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
    join ${PERIODS} t on t.organization_id = p.organization_id and t.id = p.account_id
   where e.kind = 'budget.carried' and case e.subject_type when 'account' then e.subject_id = t.id else p.amount > 0 end)`;

/**
 * Rules that what is carried from period to period must keep with the policies that held then. Each query returns the rows that
 * break its rule, in words.
 */
export const CARRY_RULES: Record<string, string> = {
  'every period took over from the one before what its policy let it': `
    select format('entry %s (%s) carried %s into %s, should be %s', c.id, c.key, ${money('c.carried_minor', 'c.currency')}, c.period,
                  case when c.source is null then 'from the period before'
                       else ${money(`coalesce(max(${SHOULD}), 0)`, 'c.currency')} end) as broken
      from ${OPENING_CARRIES} c
      left join ${POLICIES} b
        on b.organization_id = c.organization_id and b.department_id = c.owner_id
       and b.set_at < c.late and (b.next_set_at is null or b.next_set_at >= c.early)
     group by c.organization_id, c.id, c.key, c.owner_id, c.currency, c.period, c.carried_minor, c.source, c.left_minor, c.early, c.late
    having c.source is null or not coalesce(bool_or(c.carried_minor = ${SHOULD}), false)`,
  'what came back late was carried on only as far as the policy let it': `
    select format('entry %s (%s) carried %s on into %s, which has then taken over %s of at most %s', c.id, c.key, ${money('c.amount', 'c.currency')},
                  c.period, ${money('c.total', 'c.currency')}, ${money('max(b.carry_cap_minor)', 'c.currency')}) as broken
      from ${CARRIED_SO_FAR} c
      left join ${POLICIES} b
        on b.organization_id = c.organization_id and b.department_id = c.owner_id
       and b.set_at < c.occurred_at + ${CLOCKS} and (b.next_set_at is null or b.next_set_at >= c.occurred_at - ${CLOCKS})
     where c.subject_type in ('gift', 'bring-home', 'grant')
     group by c.organization_id, c.id, c.key, c.currency, c.period, c.amount, c.total
    having c.total > coalesce(max(b.carry_cap_minor), 0)`,
};
