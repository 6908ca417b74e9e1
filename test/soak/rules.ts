import { MUGS } from './open-shop.ts';

/** What must hold whenever anybody looks, by queries of the bank's own: each gives the rows that break the rule, in words. */
export const RULES_ALWAYS: Record<string, string> = {
  'the postings of an entry sum to zero': `
    select entry_id::text as row from posting group by entry_id, currency having sum(amount) <> 0`,
  'an entry has postings': `
    select e.key as row from entry e
     where not exists (
       select from posting p where (p.organization_id, p.entry_id) = (e.organization_id, e.id))`,
  'a balance is the sum of its postings': `
    select a.id::text as row from account a
     where a.balance <> coalesce((
       select sum(amount) from posting p where (p.organization_id, p.account_id) = (a.organization_id, a.id)), 0)`,
  'each posting goes on from the balance before it': `
    select id::text as row
      from (select id, balance_after - amount as before,
                   lag(balance_after, 1, 0::bigint) over (partition by account_id order by id) as last from posting) p
     where before <> last`,
  'no account is overdrawn that may not be': `
    select a.kind || ' ' || a.id || ': ' || a.balance as row from account a
     where a.balance < 0 and a.kind <> 'funding'
       and not exists (select from budget_policy b where b.department_id = a.owner_id and b.is_soft)`,
  'all money is somewhere': `select currency as row from account group by currency having sum(balance) <> 0`,
  'an entry is posted once': `select key as row from entry group by organization_id, key having count(*) > 1`,
  'a request is accepted once': `
    select request_id as row from recognition group by organization_id, source, request_id having count(*) > 1`,
  'a recipient has one gift of a request': `
    select recognition_id::text as row from gift group by recognition_id, recipient_id having count(*) > 1`,
  'a gift is paid by one entry': `
    select g.id::text as row from gift g
     where (select count(*) from entry e where e.organization_id = g.organization_id
               and e.subject_id = g.id and e.kind in ('gift.issued', 'gift.released'))
           <> case g.status when 'reserved' then 0 else 1 end`,
  'a gift is paid for by its department': `
    select g.id::text as row from gift g
      join entry e on e.organization_id = g.organization_id and e.subject_id = g.id and e.kind in ('gift.issued', 'gift.reserved')
      join posting p on (p.organization_id, p.entry_id) = (e.organization_id, e.id)
      join account a on a.id = p.account_id and a.kind = 'budget'
     group by g.id, g.department_id, g.amount_minor
    having sum(p.amount) <> -g.amount_minor or bool_or(a.owner_id <> g.department_id)`,
  'value leaves a gift once, and only for its wallet or back': `
    select g.id::text as row from gift g
     where (select count(*) from entry e where e.organization_id = g.organization_id
               and e.subject_id = g.id and e.kind in ('code.redeemed', 'code.voided', 'code.expired', 'gift.released', 'gift.bought'))
           <> case when g.status in ('redeemed', 'voided', 'expired') then 1 else 0 end`,
  'what happened to a gift is written down once': `
    select gift_id::text || ' ' || kind as row from activity
     where kind in ('gift.issued', 'gift.reserved', 'code.redeemed', 'gift.undone', 'gift.voided', 'gift.reversed', 'gift.expired')
     group by gift_id, kind having count(*) > 1`,
  'every code is another one': `select encode(hmac, 'hex') as row from code group by hmac having count(*) > 1`,
  'a code opens only while its value is there': `
    select g.id::text as row from gift g left join code c on c.gift_id = g.id
     where (c.sealed is not null) <> (g.status in ('issued', 'delivered'))`,
  'a gift that was put aside waits for an open approval': `
    select g.id::text as row from gift g
     where g.status = 'reserved' and not exists (
       select from approval a where a.kind = 'gift' and a.subject_id = g.recognition_id and a.status = 'open')`,
  'an approval has one decision, which was carried out': `
    select a.id::text as row from approval a
     where a.kind = 'gift' and a.status <> 'open' and exists (
       select from gift g where g.recognition_id = a.subject_id
          and (a.status = 'approved') <> exists (select from entry e where e.organization_id = g.organization_id and e.subject_id = g.id and e.kind = 'gift.issued'))`,
  'approved funds came once, and no others': `
    select a.id::text as row from approval a
     where a.kind = 'funds' and (a.status = 'approved') <> exists (
       select from entry e where e.organization_id = a.organization_id and e.subject_type = 'top-up' and e.subject_id = a.id)`,
  'an order has the money that it says': `
    select o.id::text || ' ' || o.status || ' ' || c.status as row
      from store_order o join checkout c on c.organization_id = o.organization_id and c.id = o.checkout_id
     where case o.status
             when 'fulfilled' then c.status <> 'captured' or exists (select from refund r where r.checkout_id = c.id)
             when 'refunded' then c.amount_minor <> (select coalesce(sum(r.amount_minor), 0) from refund r where r.checkout_id = c.id)
             when 'cancelled' then c.status <> 'voided'
               and c.amount_minor <> (select coalesce(sum(r.amount_minor), 0) from refund r where r.checkout_id = c.id)
             else c.status not in ('authorized', 'captured') end`,
  'what is in stock and what was ordered are all that there was': `
    select i.name || ': ' || i.in_stock as row from store_item i
     where i.in_stock is not null and i.in_stock + (
       select count(*) from store_order o where o.item_id = i.id and o.status not in ('cancelled', 'refunded')) <> ${MUGS}`,
  'nobody has more of an item than they may': `
    select o.person_id || ' ' || i.name as row from store_order o join store_item i on i.id = o.item_id
     where o.status not in ('cancelled', 'refunded')
     group by o.person_id, i.name, i.limit_per_person having count(*) > i.limit_per_person`,
  'an order of a code has one, and gives back what nobody has seen': `
    select o.id::text as row from store_order o
     where o.kind = 'codes' and (select count(*) from stock_code s where s.taken_for = o.id and s.status = 'taken')
           <> case when o.status = 'refunded' and o.reveals = 0 then 0 else 1 end`,
  'a card is bought for a gift or an order that says so': `
    select w.id || ' ' || w.status as row from reward_order w
      left join gift_card k on k.gift_id = w.id
      left join store_order o on o.id = w.id
     where w.status = 'bought' and k.status is distinct from 'bought' and o.fulfilled_at is null
        or w.status = 'rejected' and k.status is distinct from 'failed' and o.status is distinct from 'cancelled'`,
  'an approved void took its gift back': `
    select a.id::text as row from approval a
     where a.kind = 'void' and a.status = 'approved' and not exists (
       select from entry e where e.organization_id = a.organization_id
          and e.subject_id = a.subject_id and e.kind in ('code.voided', 'wallet.adjusted'))`,
  'the days add up to what was given': `
    select coalesce(s.giver_id, g.giver_id) || ' ' || coalesce(s.day, g.day) || ': '
           || coalesce(s.amount, 0) || ' for ' || coalesce(g.amount, 0) as row
      from (select department_id, giver_id, day, currency, occasion, sum(gifts) as gifts, sum(amount_minor) as amount
              from spend_daily where gifts <> 0 or amount_minor <> 0 group by 1, 2, 3, 4, 5) s
      full join (
        select g.department_id, g.giver_id, (coalesce(g.issued_at, g.created_at) at time zone d.time_zone)::date as day,
               g.currency, g.occasion, count(*) as gifts, sum(g.amount_minor) as amount
          from gift g join department d on d.id = g.department_id
         where g.status in ('issued', 'delivered', 'redeemed')
           and not exists (select from entry e where e.organization_id = g.organization_id and e.subject_id = g.id and e.kind = 'wallet.adjusted')
         group by 1, 2, 3, 4, 5) g using (department_id, giver_id, day, currency, occasion)
     where (s.gifts, s.amount) is distinct from (g.gifts, g.amount)`,
  'the departments’ days add up to the givers’': `
    select coalesce(d.department_id, s.department_id)::text as row
      from (select organization_id, department_id, day, currency, gifts, amount_minor as amount
              from department_spend_daily where gifts <> 0 or amount_minor <> 0) d
      full join (select organization_id, department_id, day, currency, sum(gifts) as gifts, sum(amount_minor) as amount
                   from spend_daily group by 1, 2, 3, 4 having sum(gifts) <> 0 or sum(amount_minor) <> 0) s
        using (organization_id, department_id, day, currency)
     where (d.gifts, d.amount) is distinct from (s.gifts, s.amount)`,
  'nothing refers to what is not there': `
    select 'posting ' || p.id as row from posting p
      left join entry e on (e.organization_id, e.id) = (p.organization_id, p.entry_id)
      left join account a on (a.organization_id, a.id, a.currency) = (p.organization_id, p.account_id, p.currency)
     where e.id is null or a.id is null
    union all
    select 'gift ' || g.id from gift g
      left join recognition r on (r.organization_id, r.id) = (g.organization_id, g.recognition_id)
      left join person p on (p.organization_id, p.id) = (g.organization_id, g.recipient_id)
      left join person q on (q.organization_id, q.id) = (g.organization_id, g.giver_id)
      left join department d on (d.organization_id, d.id) = (g.organization_id, g.department_id)
     where r.id is null or p.id is null or q.id is null or d.id is null
    union all
    select 'code of ' || c.gift_id from code c
      left join gift g on (g.organization_id, g.id) = (c.organization_id, c.gift_id)
     where g.recipient_id is distinct from c.bound_to
    union all
    select 'delivery of ' || d.gift_id from delivery d
      left join gift g on (g.organization_id, g.id) = (d.organization_id, d.gift_id) where g.id is null`,
  'a limit counts what was given and did not come back': `
    select u.kind || ' ' || u.subject || ': ' || u.used_minor || ' for ' || coalesce(sum(g.amount_minor), 0) as row
      from limit_usage u
      left join gift g on g.currency = u.currency and g.status not in ('voided', 'expired')
       and not exists (select from entry e where e.organization_id = g.organization_id and e.subject_id = g.id and e.kind = 'wallet.adjusted')
       and case u.kind when 'recipient' then g.recipient_id::text
                       when 'giver' then concat_ws(':', g.giver_id, g.department_id)
                       else concat_ws(':', g.giver_id, g.recipient_id, g.department_id) end = u.subject
     where not u.is_stale
     group by u.kind, u.subject, u.period, u.used_minor having u.used_minor <> coalesce(sum(g.amount_minor), 0)`,
  'nobody has got or given more than their limit': `
    select kind || ' ' || subject as row from limit_usage where used_minor > ceiling_minor and not is_stale`,
};

/** What must hold once all is done. */
export const RULES_AT_REST: Record<string, string> = {
  'every request has an end': `
    select id || ' ' || status as row from recognition
     where status not in ('issued', 'refused', 'declined', 'cancelled')`,
  'every giver who can be answered was': `
    select id || ' ' || answer_status as row from recognition where answer_status not in ('none', 'sent')`,
  'every gift was delivered, unless its value had moved on before': `
    select g.id || ' ' || g.status || ' ' || coalesce(d.status || ' ' || coalesce(d.last_error, ''), 'no delivery') as row
      from gift g left join delivery d on d.gift_id = g.id
     where exists (select from entry e where e.organization_id = g.organization_id and e.subject_id = g.id and e.kind = 'gift.issued')
       and d.status is distinct from 'sent'
       and not (d.status = 'failed' and g.status in ('redeemed', 'voided', 'expired'))`,
  'every notification was sent, unless there was nothing to decide any more': `
    select n.id || ' ' || n.kind || ' ' || coalesce(n.last_error, '') as row
      from notification n left join approval a on a.organization_id = n.organization_id and a.id = n.subject_id
     where n.status <> 'sent'
       and not (n.status = 'failed' and n.kind in ('approval.asked', 'approval.reminder') and a.status <> 'open')`,
  // A post is tried once: whoever was killed while it was sent leaves it to its giver, who is told.
  'no job has failed': `
    select job || ' ' || subject_id || ': ' || reason as row from failed_job where job <> 'post-recognition'`,
  'nothing is put aside': `
    select id::text as row from account where kind = 'reserved' and balance <> 0`,
};
