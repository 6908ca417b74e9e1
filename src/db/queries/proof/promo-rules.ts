import { entriesAboutGrants, money } from './rule-words.ts';

/** The first grant of each that a checkout gave back after its day: the accounts that paid for that get back what is left of both. */
const FAMILY = `(with recursive family as (
    select g.organization_id, g.id as grant_id, g.id as first_id, g.department_id
      from promo_grant g
     where not exists (select from given_back b where b.organization_id = g.organization_id and b.grant_id = g.id)
     union all
    select f.organization_id, b.grant_id, f.first_id, f.department_id
      from family f
      join tender t on t.organization_id = f.organization_id and t.grant_id = f.grant_id
      join given_back b on b.organization_id = t.organization_id and b.tender_id = t.id and b.grant_id is not null)
  select * from family)`;

/** The grants that somebody granted. */
const GIVEN = `(select g.* from promo_grant g
  where not exists (select from given_back b where b.organization_id = g.organization_id and b.grant_id = g.id))`;

/** What each grant was paid, and by whom. */
const GRANTED = `(select e.organization_id, e.grant_id, e.occurred_at, sum(p.amount) filter (where p.amount > 0) as amount,
         min(p.currency) as currency, min(a.owner_id::text) filter (where p.amount > 0) as person_id,
         min(a.period) filter (where p.amount > 0) as period,
         array_agg(distinct a.owner_id) filter (where p.amount < 0) as departments
    from ${entriesAboutGrants('promo.granted')} e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
    join account a on a.organization_id = p.organization_id and a.id = p.account_id
   group by e.organization_id, e.grant_id, e.id, e.occurred_at)`;

/** How what was left of each grant came back, if it did. */
const RETURNED = `(select e.organization_id, e.grant_id, e.kind, e.occurred_at, sum(p.amount) filter (where p.amount > 0) as amount
    from ${entriesAboutGrants('promo.expired', 'promo.taken-back')} e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
   group by e.organization_id, e.grant_id, e.id, e.kind, e.occurred_at)`;

/** What entries about grants moved into accounts, or out of them. */
function movedBy(kinds: Parameters<typeof entriesAboutGrants>, sign: '' | '-'): string {
  return `(select e.organization_id, e.grant_id, p.account_id, max(p.currency) as currency, ${sign}sum(p.amount) as total
      from ${entriesAboutGrants(...kinds)} e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and ${sign}p.amount > 0
     group by 1, 2, 3)`;
}

/** The same with all that a checkout gave back of a grant after its day, by the first grant. */
function movedByFamily(kinds: Parameters<typeof entriesAboutGrants>, sign: '' | '-'): string {
  return `(select organization_id, f.first_id as grant_id, account_id, max(currency) as currency, sum(total) as total
      from ${movedBy(kinds, sign)} m join ${FAMILY} f using (organization_id, grant_id) group by 1, 2, 3)`;
}

/**
 * Rules that promotional credits must keep with the money behind them. Each query returns the rows that break its rule, in
 * words.
 */
export const PROMO_RULES: Record<string, string> = {
  'every promotional credit was granted by one entry of its amount, out of its department’s budget': `
    select format('promotional credit %s of %s: %s', coalesce(g.id, e.grant_id), ${money('g.amount_minor', 'g.currency')},
                  case when e.grant_id is null then 'no entry granted it'
                       else format('an entry granted %s', ${money('e.amount', 'e.currency')}) end) as broken
      from ${GIVEN} g
      full join ${GRANTED} e on e.organization_id = g.organization_id and e.grant_id = g.id
     where (e.amount, e.currency, e.person_id, e.period, e.departments, e.occurred_at)
           is distinct from (g.amount_minor::numeric, g.currency, g.person_id::text, g.id::text, array[g.department_id], g.granted_at)`,
  'every promotional credit that a checkout gave back is that of its grant, for as long as it may last': `
    select format('promotional credit %s of %s', g.id, ${money('g.amount_minor', 'g.currency')}) as broken
      from promo_grant g
      join given_back b on b.organization_id = g.organization_id and b.grant_id = g.id
      left join checkout c on c.organization_id = b.organization_id and c.id = b.checkout_id
      left join tender t on t.organization_id = b.organization_id and t.id = b.tender_id
      left join promo_grant o on o.organization_id = t.organization_id and o.id = t.grant_id
     where (g.amount_minor, g.currency, g.person_id, g.department_id, g.granted_by, g.reason)
             is distinct from (b.amount_minor, c.currency, c.person_id, o.department_id, o.granted_by, o.reason)
        or g.expires_at is distinct from greatest(o.expires_at, g.granted_at + interval '14 days')
        or (g.granted_at < o.expires_at and (o.status <> 'open' and o.ended_at <= g.granted_at) is not true)`,
  'every account of promotional credit is that of a grant, which it never exceeds': `
    select format('account %s of person %s holds %s', a.id, a.owner_id, ${money('a.balance', 'a.currency')}) as broken
      from account a
      left join promo_grant g
        on g.organization_id = a.organization_id and g.id::text = a.period and g.currency = a.currency
      left join person_merge m on m.organization_id = g.organization_id and m.person_id = g.person_id
      left join person_merge o on o.organization_id = a.organization_id and o.person_id = a.owner_id
     where a.kind = 'wallet_promo'
       and (coalesce(o.kept_id, a.owner_id) = coalesce(m.kept_id, g.person_id) is not true or a.balance < 0 or a.balance > g.amount_minor)`,
  'promotional credit expired on its day and not before, was taken back before it, and left nothing': `
    select format('promotional credit %s is %s: %s', coalesce(g.id, e.grant_id), g.status,
                  case when e.kind is null then format('%s is left', ${money('a.balance', 'g.currency')})
                       else format('%s at %s', e.kind, e.occurred_at) end) as broken
      from promo_grant g
      full join ${RETURNED} e on e.organization_id = g.organization_id and e.grant_id = g.id
      left join (select organization_id, period, sum(balance) as balance from account where kind = 'wallet_promo' group by 1, 2) a
        on a.organization_id = g.organization_id and a.period = g.id::text
     where case coalesce(g.status, 'gone')
             when 'open' then e.kind is not null
             when 'expired' then a.balance <> 0 or g.ended_at < g.expires_at
                                 or (e.kind is not null and (e.kind, e.occurred_at) is distinct from ('promo.expired', g.ended_at))
             when 'taken-back' then a.balance <> 0 or g.ended_at >= g.expires_at
                                 or (e.kind is not null and (e.kind, e.occurred_at) is distinct from ('promo.taken-back', g.ended_at))
             else true end`,
  'every promotional credit that was taken back had a second person’s approval': `
    select format('promotional credit %s: its approval is %s', coalesce(g.id, a.subject_id), coalesce(a.id::text, 'missing')) as broken
      from (select * from promo_grant where status = 'taken-back') g
      full join (select * from approval where kind = 'promo' and status = 'approved') a
        on a.organization_id = g.organization_id and a.subject_id = g.id and a.decided_at = g.ended_at
       and a.currency = g.currency and a.excluded = array[g.person_id]
     where g.id is null or a.id is null`,
  'what came back of promotional credit went to the accounts that paid for it': `
    select format('promotional credit %s: %s to account %s, which paid %s', grant_id, ${money('back.total', 'back.currency')}, account_id,
                  ${money('paid.total', 'back.currency')}) as broken
      from ${movedByFamily(['promo.expired', 'promo.taken-back'], '')} back
      left join ${movedByFamily(['promo.granted'], '-')} paid using (organization_id, grant_id, account_id)
     where (back.total <= paid.total) is not true
     union all
    select format('promotional credit %s: %s moved on, %s had come back', grant_id, ${money('on_.total', 'on_.currency')},
                  ${money('back.total', 'on_.currency')})
      from ${movedBy(['budget.carried', 'budget.returned'], '-')} on_
      left join ${movedBy(['promo.expired', 'promo.taken-back'], '')} back using (organization_id, grant_id, account_id)
     where on_.total is distinct from back.total`,
  'everything that happened to promotional credit is on record, with who did it, to whom and how much': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from ${entriesAboutGrants('promo.granted', 'promo.expired', 'promo.taken-back')} e
      join promo_grant g on g.organization_id = e.organization_id and g.id = e.grant_id
      join (select organization_id, entry_id, sum(amount) filter (where amount > 0) as amount from posting group by 1, 2) p
        on p.organization_id = e.organization_id and p.entry_id = e.id
      left join approval v
        on v.organization_id = g.organization_id and v.kind = 'promo' and v.subject_id = g.id and v.status = 'approved'
      left join activity a
        on a.organization_id = e.organization_id and a.kind = e.kind and a.detail ->> 'grantId' = g.id::text and a.at = e.occurred_at
       and a.subject_id = g.person_id and (a.detail ->> 'amountMinor')::numeric = p.amount and a.detail ->> 'currency' = g.currency
       and a.actor_id is not distinct from case e.kind when 'promo.granted' then g.granted_by
                                                       when 'promo.taken-back' then v.requested_by end
     where a.id is null`,
};
