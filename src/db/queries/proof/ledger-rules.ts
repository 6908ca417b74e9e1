import { BUDGETS_SET } from '#src/db/budget/planned-change.ts';
import { ACCOUNT_KINDS, ACCOUNT_TABLE, TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { entriesAbout, listOf, money } from './rule-words.ts';
import { ENTRY_KINDS, fundsBudgets } from '#src/domain/ledger/entries.ts';

/** Whether the gift `g` was released before it was issued. */
const IS_RELEASED = `exists (select from ${entriesAbout('gift.released')} r
  where r.organization_id = g.organization_id and r.gift_id = g.id)`;

const FUNDING_KINDS = ENTRY_KINDS.filter(fundsBudgets);
const FLOORLESS_KINDS = ACCOUNT_KINDS.filter((kind) => ACCOUNT_TABLE[kind].isFloorless);

/** What must hold in the ledger: each query gives the rows that break the rule, in words. */
export const LEDGER_RULES: Record<string, string> = {
  'every entry has postings that sum to zero in each currency': `
    select format('entry %s (%s): no postings', e.id, e.key) as broken
      from entry e
     where not exists (select from posting p where p.organization_id = e.organization_id and p.entry_id = e.id)
     union all
    select format('entry %s (%s): %s', e.id, e.key,
                  string_agg(format('off by %s', ${money('s.total', 's.currency')}), ', ' order by s.currency))
      from (select organization_id, entry_id, currency, sum(amount) as total
              from posting group by organization_id, entry_id, currency having sum(amount) <> 0) s
      join entry e on e.organization_id = s.organization_id and e.id = s.entry_id
     group by e.organization_id, e.id, e.key`,
  'every balance equals the sum of its postings': `
    select format('account %s (%s): balance %s, postings %s', a.id, a.kind, ${money('a.balance', 'a.currency')},
                  ${money('p.total', 'a.currency')}) as broken
      from account a
      left join (select organization_id, account_id, sum(amount) as total from posting group by 1, 2) p
        on p.organization_id = a.organization_id and p.account_id = a.id
     where a.balance <> coalesce(p.total, 0)`,
  'every budget’s funding equals what came into it otherwise than by gifts': `
    select format('account %s: funded %s, postings %s', a.id, ${money('a.funded', 'a.currency')},
                  ${money('p.total', 'a.currency')}) as broken
      from account a
      left join (select p.organization_id, p.account_id, sum(p.amount) as total
                   from entry e join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
                  where e.kind in (${listOf(FUNDING_KINDS)}) group by 1, 2) p
        on p.organization_id = a.organization_id and p.account_id = a.id
     where a.kind = 'budget' and a.funded <> coalesce(p.total, 0)`,
  'every posting leads from the balance before it to the balance after it': `
    select format('posting %s of account %s: %s after it, should be %s', id, account_id,
                  ${money('balance_after', 'currency')}, ${money('due', 'currency')}) as broken
      from (select p.id, p.account_id, p.balance_after, p.currency,
                   p.amount + case when lag(p.account_id) over w = p.account_id then lag(p.balance_after) over w else 0 end as due
              from posting p
              left join (select organization_id, id, row_number() over () as place from account) a
                on a.organization_id = p.organization_id and a.id = p.account_id
            window w as (order by a.place, p.id)) p
     where balance_after <> due`,
  'no account is below its floor': `
    select format('account %s (%s): balance %s, floor %s', id, kind, ${money('balance', 'currency')},
                  ${money('floor', 'currency')}) as broken
      from account where balance < floor`,
  'what is kept for departments and people may not go below zero, but budgets of departments that had a soft one': `
    select format('account %s (%s) of %s', id, kind, owner_id) as broken
      from account a
     where case when kind in (${listOf(FLOORLESS_KINDS)}) then false
                when floor is null then kind <> 'budget' or not exists (
                  select from ${BUDGETS_SET} p
                   where p.organization_id = a.organization_id and p.department_id = a.owner_id and p.is_soft)
                else floor <> 0 end`,
  'every posting belongs to an entry, and to an account in its currency': `
    select format('posting %s of entry %s', p.id, p.entry_id) as broken
      from posting p
      left join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency
     where e.id is null or a.id is null`,
  'every gift was paid by its department, out of the budget of its period': `
    select format('gift %s: %s of %s, %s', g.id, a.kind, a.owner_id, a.period) as broken
      from gift g
      join ${entriesAbout('gift.issued', 'gift.reserved')} e on e.organization_id = g.organization_id and e.gift_id = g.id
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
      join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where a.owner_id <> g.department_id
        or (a.kind = 'budget' and a.period <> '${TOP_UP_PERIOD}' and a.period <> g.period)`,
  'every gift was issued by exactly one entry of its amount': `
    select format('gift %s of %s is %s: %s', g.id, ${money('g.amount_minor', 'g.currency')}, g.status,
                  case when e.id is null then 'no entry issued it'
                       else format('entry %s moved %s to %s of %s', e.id, ${money('p.amount', 'p.currency')}, a.kind,
                                   a.owner_id) end) as broken
      from gift g
      left join ${entriesAbout('gift.issued')} e on e.organization_id = g.organization_id and e.gift_id = g.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
      left join ${entriesAbout('gift.released')} released
        on released.organization_id = g.organization_id and released.gift_id = g.id
     where case when g.status = 'reserved' or released.id is not null then e.id is not null
                else (e.kind, p.amount, p.currency, a.kind, a.owner_id)
                     is distinct from ('gift.issued', g.amount_minor, g.currency, 'outstanding', g.department_id) end`,
  'every gift that waits for an approver has its money put aside': `
    select format('gift %s of %s is %s: %s', g.id, ${money('g.amount_minor', 'g.currency')}, g.status,
                  case when p.id is null then 'nothing was put aside for it'
                       else format('entry %s put %s aside', e.id, ${money('p.amount', 'p.currency')}) end) as broken
      from gift g
      left join ${entriesAbout('gift.reserved')} e on e.organization_id = g.organization_id and e.gift_id = g.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where (g.status = 'reserved' or e.id is not null)
       and (p.amount, p.currency, a.kind, a.owner_id)
           is distinct from (g.amount_minor, g.currency, 'reserved', g.department_id)`,
  'what departments have put aside and outstanding is what their gifts wait for': `
    select format('department %s has %s %s, its gifts %s', owner_id, kind, ${money('a.total', 'currency')},
                  ${money('g.total', 'currency')}) as broken
      from (select organization_id, owner_id, kind, currency, sum(balance) as total
              from account where kind in ('reserved', 'outstanding') group by 1, 2, 3, 4) a
      full join (select organization_id, department_id as owner_id, currency, sum(amount_minor) as total,
                        case status when 'reserved' then status else 'outstanding' end as kind
                   from gift where status in ('reserved', 'issued', 'delivered') group by 1, 2, 3, 5) g
        using (organization_id, owner_id, kind, currency)
     where coalesce(a.total, 0) <> coalesce(g.total, 0)`,
  'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once': `
    select format('gift %s of %s is %s: %s', g.id, ${money('g.amount_minor', 'g.currency')}, g.status,
                  case when e.id is null then 'no entry paid it in'
                       else format('entry %s paid %s into %s of %s', e.id, ${money('p.amount', 'p.currency')}, a.kind,
                                   a.owner_id) end) as broken
      from gift g
      left join gift_card c on c.organization_id = g.organization_id and c.gift_id = g.id and c.status = 'bought'
      left join ${entriesAbout('code.redeemed', 'gift.bought')} e on e.organization_id = g.organization_id and e.gift_id = g.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where (g.status = 'redeemed') <> (e.id is not null)
        or (e.id is not null and (e.kind, p.amount, p.currency, a.kind, a.owner_id) is distinct from (
              case when c.gift_id is null then 'code.redeemed' else 'gift.bought' end, g.amount_minor, g.currency,
              case when c.gift_id is null then 'wallet_gift' else 'purchased' end,
              case when c.gift_id is null then g.recipient_id else g.department_id end))`,
  'every gift card is where its gift and its purchase are': `
    select format('gift %s is %s: its card is %s, the purchase %s', c.gift_id, coalesce(g.status, 'gone'), c.status,
                  coalesce(o.status, 'missing')) as broken
      from gift_card c
      left join gift g on g.organization_id = c.organization_id and g.id = c.gift_id and g.value_source = 'provider'
      left join reward_order o on o.organization_id = c.organization_id and o.id = c.gift_id
     where g.id is null
        or not case c.status
                 when 'open' then o.id is null and g.status in ('reserved', 'issued', 'delivered')
                 when 'waiting' then o.id is null and g.status in ('reserved', 'issued', 'delivered')
                 when 'chosen' then o.id is null and g.status in ('issued', 'delivered')
                 when 'ordered' then o.id is not null and o.status not in ('bought', 'rejected')
                                     and g.status in ('issued', 'delivered')
                 when 'bought' then o.status is not distinct from 'bought' and g.status = 'redeemed'
                 when 'failed' then coalesce(o.status, 'rejected') = 'rejected' and g.status <> 'reserved'
                 else o.id is null and g.status in ('voided', 'expired') end
        or (o.id is not null and (o.person_id, o.provider, o.product, o.amount_minor, o.currency)
            is distinct from (g.recipient_id, c.provider, c.product, g.amount_minor, g.currency))`,
  'every gift card that was chosen is the one that the gift’s recipient chose last': `
    select format('gift %s: its card is %s and item %s, chosen was item %s', c.gift_id, c.status, coalesce(c.item_id::text, 'none'),
                  coalesce(a.item_id, 'none')) as broken
      from gift_card c
      join gift g on g.organization_id = c.organization_id and g.id = c.gift_id
      left join lateral (
        select a.detail ->> 'itemId' as item_id, a.actor_id from activity a
         where a.organization_id = g.organization_id and a.subject_id = g.recipient_id and a.gift_id = g.id
           and a.kind = 'gift.card-chosen'
         order by a.number desc limit 1) a on true
     where case when a.item_id is null then c.status = 'chosen'
                else (a.item_id, a.actor_id) is distinct from (c.item_id::text, g.recipient_id) or c.status in ('open', 'waiting') end`,
  'every wallet holds what its owner’s gifts were redeemed for and what was merged into it, less what was taken back, closed or spent': `
    select format('the wallet of person %s holds %s, gifts say %s', owner_id, ${money('a.total', 'currency')},
                  ${money('g.total', 'currency')}) as broken
      from (select organization_id, owner_id, currency, sum(balance) as total
              from account where kind = 'wallet_gift' group by 1, 2, 3) a
      full join (select g.organization_id, g.recipient_id as owner_id, g.currency, sum(g.amount_minor) as total
                   from gift g
                  where g.status = 'redeemed'
                    and not exists (select from ${entriesAbout('wallet.adjusted')} taken
                                     where taken.organization_id = g.organization_id and taken.gift_id = g.id)
                    and not exists (select from ${entriesAbout('gift.bought')} b
                                     where b.organization_id = g.organization_id and b.gift_id = g.id)
                  group by 1, 2, 3) g
        using (organization_id, owner_id, currency)
      left join (select p.organization_id, s.owner_id, p.currency, -sum(p.amount) as total
                   from entry e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
                   join account s on s.organization_id = p.organization_id and s.id = p.account_id
                  where e.subject_type = 'closing' group by 1, 2, 3) c
        using (organization_id, owner_id, currency)
      left join (select o.organization_id, o.person_id as owner_id, o.currency,
                        sum(t.authorized_minor - coalesce(b.total, 0)) as total
                   from tender t
                   join checkout o on o.organization_id = t.organization_id and o.id = t.checkout_id
                   left join (select organization_id, tender_id, sum(amount_minor) as total
                                from given_back where way = 'wallet' group by 1, 2) b
                     on b.organization_id = t.organization_id and b.tender_id = t.id
                  where t.kind = 'gift' group by 1, 2, 3) s
        using (organization_id, owner_id, currency)
      left join (select p.organization_id, h.owner_id, p.currency, sum(p.amount) as total
                   from entry e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
                   join account h on h.organization_id = p.organization_id and h.id = p.account_id and h.kind = 'wallet_gift'
                  where e.kind = 'wallet.merged' group by 1, 2, 3) m
        using (organization_id, owner_id, currency)
     where coalesce(a.total, 0) <> coalesce(g.total, 0) - coalesce(c.total, 0) - coalesce(s.total, 0) + coalesce(m.total, 0)`,
  'every voided gift, and no other, gave its whole amount back once': `
    select format('gift %s of %s is %s: %s', g.id, ${money('g.amount_minor', 'g.currency')}, g.status,
                  case when e.id is null then 'no entry gave it back'
                       else format('entry %s gave %s back', e.id, ${money('-p.amount', 'p.currency')}) end) as broken
      from gift g
      left join ${entriesAbout('code.voided', 'gift.released')} e
        on e.organization_id = g.organization_id and e.gift_id = g.id
      left join (posting p join account a on a.organization_id = p.organization_id and a.id = p.account_id)
        on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
     where (g.status = 'voided') <> (e.id is not null)
        or (e.id is not null and (-p.amount, p.currency, a.owner_id)
            is distinct from (g.amount_minor, g.currency, g.department_id))`,
  'every expired gift, and no other, gave its whole amount back once, when its last day was over': `
    select format('gift %s of %s is %s: %s', g.id, ${money('g.amount_minor', 'g.currency')}, g.status,
                  case when e.id is null then 'no entry gave it back'
                       else format('entry %s gave %s back', e.id, ${money('-p.amount', 'p.currency')}) end) as broken
      from gift g
      left join ${entriesAbout('code.expired')} e on e.organization_id = g.organization_id and e.gift_id = g.id
      left join (posting p join account a on a.organization_id = p.organization_id and a.id = p.account_id)
        on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
     where (g.status = 'expired') <> (e.id is not null)
        or (e.id is not null and ((-p.amount, p.currency, a.kind, a.owner_id)
            is distinct from (g.amount_minor, g.currency, 'outstanding', g.department_id)
            or (e.occurred_at >= g.expires_at) is not true))`,
  'every gift that was taken back from a wallet was redeemed into it': `
    select format('gift %s of %s is %s: entry %s took %s back', e.gift_id, ${money('g.amount_minor', 'g.currency')},
                  coalesce(g.status, 'gone'), e.id, ${money('-p.amount', 'p.currency')}) as broken
      from ${entriesAbout('wallet.adjusted')} e
      left join gift g on g.organization_id = e.organization_id and g.id = e.gift_id
      left join (posting p join account a on a.organization_id = p.organization_id and a.id = p.account_id)
        on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
     where (g.status, -p.amount, p.currency, a.owner_id)
           is distinct from ('redeemed', g.amount_minor, g.currency, g.recipient_id)`,
  'what came back of a gift went to the accounts that paid for it': `
    select format('gift %s: %s to account %s, which paid %s', gift_id, ${money('back.total', 'back.currency')}, account_id,
                  ${money('paid.total', 'back.currency')}) as broken
      from (select e.organization_id, e.gift_id, p.account_id, max(p.currency) as currency, sum(p.amount) as total
              from ${entriesAbout('code.voided', 'code.expired', 'gift.released', 'wallet.adjusted')} e
              join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
             group by 1, 2, 3) back
      left join (select e.organization_id, e.gift_id, p.account_id, -sum(p.amount) as total
                   from ${entriesAbout('gift.issued', 'gift.reserved')} e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
                  group by 1, 2, 3) paid
        using (organization_id, gift_id, account_id)
     where back.total is distinct from paid.total`,
  'what moved on of a gift that came back is all of what came back to that budget, and stayed in its department': `
    select format('gift %s: %s moved on, %s had come back', on_.gift_id, ${money('on_.total', 'on_.currency')},
                  ${money('back.total', 'on_.currency')}) as broken
      from (select e.organization_id, e.gift_id, p.account_id, max(p.currency) as currency, -sum(p.amount) as total,
                   bool_and(e.kind <> 'budget.carried' or to_.owner_id = from_.owner_id) as is_kept
              from ${entriesAbout('budget.carried', 'budget.returned')} e
              join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
              join account from_ on from_.organization_id = p.organization_id and from_.id = p.account_id
              join posting q on q.organization_id = e.organization_id and q.entry_id = e.id and q.amount > 0
              join account to_ on to_.organization_id = q.organization_id and to_.id = q.account_id
             group by 1, 2, 3) on_
      left join (select e.organization_id, e.gift_id, p.account_id, sum(p.amount) as total
                   from ${entriesAbout('code.voided', 'code.expired', 'gift.released', 'wallet.adjusted')} e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
                  group by 1, 2, 3) back
        using (organization_id, gift_id, account_id)
     where on_.total is distinct from back.total or not on_.is_kept`,
  'every entry about a gift belongs to a gift': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from entry e
      left join gift g on g.organization_id = e.organization_id and g.id = e.subject_id
     where e.subject_type = 'gift' and g.id is null`,
  'every recognition that was issued or waits for an approval has gifts, and no other has any that came to something': `
    select format('recognition %s is %s', r.id, r.status) as broken
      from recognition r
      left join (select g.organization_id, g.recognition_id as id, bool_or(g.status = 'reserved') as waits,
                        bool_or(g.status <> 'reserved' and released.id is null) as has_come
                   from gift g
                   left join ${entriesAbout('gift.released')} released
                     on released.organization_id = g.organization_id and released.gift_id = g.id
                  group by 1, 2) gifts
        on gifts.organization_id = r.organization_id and gifts.id = r.id
     where (r.status = 'issued') <> coalesce(gifts.has_come, false)
        or (r.status = 'awaiting_approval') <> coalesce(gifts.waits, false)`,
  'every request was decided for the giver and the department of its gifts': `
    select format('recognition %s: gift %s', r.id, g.id) as broken
      from gift g join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
     where (r.giver_id, r.department_id, r.occasion) is distinct from (g.giver_id, g.department_id, g.occasion)`,
  'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there': `
    select format('gift %s is %s: %s', g.id, g.status, case
                  when c.gift_id is null then 'it has no code'
                  when d.gift_id is null then 'it has no delivery'
                  when c.bound_to is null then 'its code is bound to nobody'
                  when c.bound_to <> g.recipient_id then 'its code is bound to person ' || c.bound_to
                  when c.sealed is null then 'its code does not open any more'
                  else 'its code still opens' end) as broken
      from gift g
      left join code c on c.organization_id = g.organization_id and c.gift_id = g.id
      left join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id
     where g.status <> 'reserved' and not ${IS_RELEASED}
       and (c.gift_id is null or d.gift_id is null or c.bound_to is distinct from g.recipient_id
            or (c.sealed is not null) <> (g.status in ('issued', 'delivered')))`,
  'the daily roll-up equals the gifts': `
    select format('department %s, giver %s: roll-up %s in %s, gifts %s in %s', department_id, giver_id,
                  ${money('s.total', 'currency')}, coalesce(s.gifts, 0), ${money('g.total', 'currency')},
                  coalesce(g.gifts, 0)) as broken
      from (select organization_id, department_id, giver_id, currency, occasion, sum(amount_minor) as total,
                   sum(gifts) as gifts
              from spend_daily group by 1, 2, 3, 4, 5) s
      full join (select g.organization_id, g.department_id, g.giver_id, g.currency, g.occasion, sum(g.amount_minor) as total,
                        count(*) as gifts
                   from gift g
                  where g.status not in ('reserved', 'voided', 'expired')
                    and not exists (select from ${entriesAbout('wallet.adjusted')} reversed
                                     where reversed.organization_id = g.organization_id and reversed.gift_id = g.id)
                  group by 1, 2, 3, 4, 5) g
        using (organization_id, department_id, giver_id, currency, occasion)
     where (s.total, s.gifts) is distinct from (g.total, g.gifts)`,
  'the departments’ roll-up equals the daily roll-up': `
    select format('department %s on %s: roll-up %s in %s, its givers %s in %s', department_id, day,
                  ${money('d.amount_minor', 'currency')}, coalesce(d.gifts, 0), ${money('s.total', 'currency')},
                  coalesce(s.gifts, 0)) as broken
      from (select * from department_spend_daily where gifts <> 0 or amount_minor <> 0) d
      full join (select organization_id, department_id, day, currency, sum(amount_minor) as total, sum(gifts) as gifts
                   from spend_daily group by 1, 2, 3, 4) s
        using (organization_id, department_id, day, currency)
     where (d.amount_minor, d.gifts) is distinct from (s.total, s.gifts)`,
};

/** Bits of a posting's number in the key that sorts postings. */
const NUMBER_BITS = 40;

/**
 * Whether every posting leads from the balance before it to the balance after it. Postings are sorted by one number each, made of their
 * account's and their own, which takes half the time; where one is too large for that, the rule itself tells.
 */
export function areBalancesInTurn(): string {
  const key = `case when a.place < ${2 ** 22} and p.id between 0 and ${2 ** NUMBER_BITS - 1} then a.place << ${NUMBER_BITS} | p.id end`;
  return `
    select not exists (
      select from (select key, balance_after - amount as before,
                          case when lag(key) over w >> ${NUMBER_BITS} = key >> ${NUMBER_BITS} then lag(balance_after) over w else 0 end as due
                     from (select ${key} as key, p.amount, p.balance_after
                             from posting p
                             left join (select organization_id, id, row_number() over () as place from account) a
                               on a.organization_id = p.organization_id and a.id = p.account_id) p
                   window w as (order by key)) p
       where key is null or before <> due) as "isRight"`;
}
