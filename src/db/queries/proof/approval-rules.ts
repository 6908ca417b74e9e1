import { entriesAbout } from './rule-words.ts';

/**
 * Rules that decisions and the money they are about must keep. Each query returns the rows that break its rule, in
 * words.
 */
export const APPROVAL_RULES: Record<string, string> = {
  'every approval of a gift is about its gifts, for others than who decides': `
    select format('approval %s of recognition %s', a.id, a.subject_id) as broken
      from approval a
     cross join lateral (
       select sum(amount_minor) as total, min(currency) as currency, array_agg(recipient_id order by recipient_id) as recipients,
              array_agg(distinct giver_id) as givers, array_agg(distinct department_id) as departments
         from gift where organization_id = a.organization_id and recognition_id = a.subject_id) g
     where a.kind = 'gift'
       and (a.amount_minor, a.currency, array[a.requested_by], array[a.department_id],
            array(select unnest(a.excluded) order by 1))
           is distinct from (g.total, g.currency, g.givers, g.departments, g.recipients)`,
  'nobody has decided about what they asked for or would get': `
    select format('approval %s: person %s', id, decided_by) as broken
      from approval where decided_by = requested_by or decided_by = any (excluded)`,
  'every request whose money was put aside has one approval, which is where it is': `
    select format('recognition %s is %s, its approval %s', r.id, r.status, coalesce(a.statuses, 'missing')) as broken
      from recognition r
      left join (select organization_id, subject_id, string_agg(status, ', ') as statuses
                   from approval where kind = 'gift' group by 1, 2) a
        on a.organization_id = r.organization_id and a.subject_id = r.id
      left join (select distinct g.organization_id, g.recognition_id
                   from ${entriesAbout('gift.reserved')} e
                   join gift g on g.organization_id = e.organization_id and g.id = e.gift_id) waited
        on waited.organization_id = r.organization_id and waited.recognition_id = r.id
     where (a.statuses is not null or waited.recognition_id is not null)
       and case r.status when 'awaiting_approval' then a.statuses = 'open' when 'issued' then a.statuses = 'approved'
                         when 'declined' then a.statuses in ('declined', 'expired')
                         when 'cancelled' then a.statuses = 'withdrawn' else false end is not true`,
  'every gift was issued or released when its approval was decided': `
    select format('approval %s is %s', a.id, a.status) as broken
      from approval a
      join gift g on g.organization_id = a.organization_id and g.recognition_id = a.subject_id
     where a.kind = 'gift'
       and case a.status when 'open' then g.status <> 'reserved' when 'approved' then a.decided_at <> g.issued_at
                         else a.decided_at is distinct from g.voided_at end is not false`,
  'funds that were approved, and no others, topped a budget up once': `
    select format('approval %s is %s: %s', a.id, a.status, coalesce(e.key, 'nothing was topped up')) as broken
      from approval a
      left join entry e
        on e.organization_id = a.organization_id and e.subject_type = 'top-up' and e.subject_id = a.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account o on o.organization_id = p.organization_id and o.id = p.account_id
     where a.kind = 'funds'
       and case a.status
             when 'approved' then (p.amount, p.currency, o.owner_id, e.occurred_at)
                                  is distinct from (a.amount_minor, a.currency, a.department_id, a.decided_at)
             else e.id is not null end`,
  'every gift that was taken back for the organization had a second person’s approval': `
    select format('gift %s: its approval is %s', taken.gift_id, coalesce(a.id::text, 'missing')) as broken
      from (select g.organization_id, g.id as gift_id, g.amount_minor, g.voided_by, e.occurred_at
              from ${entriesAbout('wallet.adjusted', 'code.voided')} e
              join gift g on g.organization_id = e.organization_id and g.id = e.gift_id
             where g.status = 'redeemed' or g.voided_by <> g.giver_id) taken
      full join (select * from approval where kind = 'void' and status = 'approved') a
        on a.organization_id = taken.organization_id and a.subject_id = taken.gift_id
       and a.decided_at = taken.occurred_at and a.amount_minor = taken.amount_minor
     where (taken.gift_id is null and not exists (
             select from gift g where g.organization_id = a.organization_id and g.id = a.subject_id
                and g.voided_at = a.decided_at and g.voided_by = a.requested_by))
        or a.id is null or taken.voided_by <> a.requested_by`,
  'every gift that was taken back for the organization says why, as its approval does': `
    select format('gift %s', g.id) as broken
      from gift g
      join approval a
        on a.organization_id = g.organization_id and a.subject_id = g.id and a.kind = 'void' and a.decided_at = g.voided_at
     where a.status = 'approved' and g.void_reason <> a.reason`,
};
