/** Whether the gift `g` never came to be: what was put aside for it went back. */
const IS_RELEASED = `exists (
  select from entry r where r.organization_id = g.organization_id and r.key = 'gift.released:' || g.id)`;

/** The entries of some kinds with the gift that their key names, as text. */
function entriesAbout(...kinds: string[]): string {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  return `(select organization_id, id, kind, key, occurred_at, split_part(key, ':', 2) as gift_id from entry where kind in (${list}))`;
}

/** What must hold in the ledger: each query gives the rows that break the rule, in words. */
export const LEDGER_RULES: Record<string, string> = {
  'every entry has postings that sum to zero in each currency': `
    select format('entry %s (%s): %s', e.id, e.key, coalesce(s.sums, 'no postings')) as broken
      from entry e
      left join (
        select organization_id, entry_id, bool_and(total = 0) as is_zero,
               string_agg(format('%s off by %s', currency, total), ', ') as sums
          from (select organization_id, entry_id, currency, sum(amount) as total
                  from posting group by organization_id, entry_id, currency) t
         group by organization_id, entry_id
      ) s on s.organization_id = e.organization_id and s.entry_id = e.id
     where s.is_zero is distinct from true`,
  'every balance equals the sum of its postings': `
    select format('account %s (%s): balance %s, postings %s', a.id, a.kind, a.balance, coalesce(p.total, 0)) as broken
      from account a
      left join (select organization_id, account_id, sum(amount) as total from posting group by 1, 2) p
        on p.organization_id = a.organization_id and p.account_id = a.id
     where a.balance <> coalesce(p.total, 0)`,
  'every budget’s funding equals what came into it otherwise than by gifts': `
    select format('account %s: funded %s, postings %s', a.id, a.funded, coalesce(p.total, 0)) as broken
      from account a
      left join (select p.organization_id, p.account_id, sum(p.amount) as total
                   from entry e join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
                  where e.kind like 'budget.%' group by 1, 2) p
        on p.organization_id = a.organization_id and p.account_id = a.id
     where a.kind = 'budget' and a.funded <> coalesce(p.total, 0)`,
  'every posting leads from the balance before it to the balance after it': `
    select format('posting %s of account %s: %s after it, should be %s', id, account_id, balance_after, running) as broken
      from (select id, account_id, balance_after,
                   sum(amount) over (partition by organization_id, account_id order by id) as running
              from posting) p
     where balance_after <> running`,
  'no account is below its floor': `
    select format('account %s (%s): balance %s', id, kind, balance) as broken from account where balance < floor`,
  'every posting belongs to an entry, and to an account in its currency': `
    select format('posting %s of entry %s', p.id, p.entry_id) as broken
      from posting p
      left join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency
     where e.id is null or a.id is null`,
  'every entry moves money only between accounts that its kind may touch': `
    select format('entry %s (%s): %s %s', e.id, e.key, a.kind, p.amount) as broken
      from (values ('budget.granted', '{funding}', 'budget'), ('budget.returned', '{budget}', 'funding'),
                   ('budget.carried', '{budget}', 'budget'), ('budget.moved', '{budget}', 'budget'),
                   ('gift.reserved', '{budget}', 'reserved'), ('gift.issued', '{budget,reserved}', 'outstanding'),
                   ('gift.released', '{reserved}', 'budget'), ('code.redeemed', '{outstanding}', 'wallet_gift'),
                   ('code.voided', '{outstanding}', 'budget'), ('wallet.adjusted', '{wallet_gift}', 'budget')
           ) move (kind, sources, target)
      join entry e on e.kind = move.kind
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
      join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where case when p.amount < 0 then a.kind <> all (move.sources::text[]) else a.kind <> move.target end`,
  'every gift was issued by exactly one entry of its amount': `
    select format('gift %s of %s %s', g.id, g.amount_minor, g.currency) as broken
      from gift g
      left join entry e on e.organization_id = g.organization_id and e.key = 'gift.issued:' || g.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where case when g.status = 'reserved' or ${IS_RELEASED} then e.id is not null
                else (e.kind, p.amount, p.currency, a.kind, a.owner_id)
                     is distinct from ('gift.issued', g.amount_minor, g.currency, 'outstanding', g.department_id) end`,
  'every gift that waits for an approver has its money put aside': `
    select format('gift %s is %s', g.id, g.status) as broken
      from gift g
      left join entry e on e.organization_id = g.organization_id and e.key = 'gift.reserved:' || g.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where (g.status = 'reserved' or e.id is not null)
       and (p.amount, p.currency, a.kind, a.owner_id)
           is distinct from (g.amount_minor, g.currency, 'reserved', g.department_id)`,
  'what departments have put aside and outstanding is what their gifts wait for': `
    select format('department %s has %s %s %s, its gifts %s', owner_id, kind, a.total, currency, g.total) as broken
      from (select organization_id, owner_id, kind, currency, sum(balance) as total
              from account where kind in ('reserved', 'outstanding') group by 1, 2, 3, 4) a
      full join (select organization_id, department_id as owner_id, currency, sum(amount_minor) as total,
                        case status when 'reserved' then status else 'outstanding' end as kind
                   from gift where status in ('reserved', 'issued', 'delivered') group by 1, 2, 3, 5) g
        using (organization_id, owner_id, kind, currency)
     where coalesce(a.total, 0) <> coalesce(g.total, 0)`,
  'every redeemed gift, and no other, was paid into its recipient’s wallet once': `
    select format('gift %s is %s', g.id, g.status) as broken
      from gift g
      left join entry e on e.organization_id = g.organization_id and e.key = 'code.redeemed:' || g.id
      left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where (g.status = 'redeemed') <> (e.id is not null)
        or (e.id is not null and (p.amount, p.currency, a.kind, a.owner_id)
            is distinct from (g.amount_minor, g.currency, 'wallet_gift', g.recipient_id))`,
  'every voided gift, and no other, gave its whole amount back once': `
    select format('gift %s is %s', g.id, g.status) as broken
      from gift g
      left join ${entriesAbout('code.voided', 'gift.released')} e
        on e.organization_id = g.organization_id and e.gift_id = g.id::text
      left join (posting p join account a on a.organization_id = p.organization_id and a.id = p.account_id)
        on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
     where (g.status = 'voided') <> (e.id is not null)
        or (e.id is not null and (-p.amount, p.currency, a.owner_id)
            is distinct from (g.amount_minor, g.currency, g.department_id))`,
  'every gift that was taken back from a wallet was redeemed into it': `
    select format('gift %s is %s', e.gift_id, coalesce(g.status, 'gone')) as broken
      from ${entriesAbout('wallet.adjusted')} e
      left join gift g on g.organization_id = e.organization_id and g.id::text = e.gift_id
      left join (posting p join account a on a.organization_id = p.organization_id and a.id = p.account_id)
        on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
     where (g.status, -p.amount, p.currency, a.owner_id)
           is distinct from ('redeemed', g.amount_minor, g.currency, g.recipient_id)`,
  'what came back of a gift went to the accounts that paid for it': `
    select format('gift %s: %s to account %s, which paid %s', gift_id, back.total, account_id, paid.total) as broken
      from (select e.organization_id, e.gift_id, p.account_id, sum(p.amount) as total
              from ${entriesAbout('code.voided', 'gift.released', 'wallet.adjusted')} e
              join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
             group by 1, 2, 3) back
      left join (select e.organization_id, e.gift_id, p.account_id, -sum(p.amount) as total
                   from ${entriesAbout('gift.issued', 'gift.reserved')} e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
                  group by 1, 2, 3) paid
        using (organization_id, gift_id, account_id)
     where back.total is distinct from paid.total`,
  'every entry about a gift belongs to a gift': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from entry e
      left join gift g on g.organization_id = e.organization_id and g.id::text = split_part(e.key, ':', 2)
     where split_part(e.kind, '.', 1) in ('gift', 'code', 'wallet') and g.id is null`,
  'every recognition that was issued or waits for an approval has gifts, and no other has any that came to something': `
    select format('recognition %s is %s', r.id, r.status) as broken
      from recognition r
     where (r.status = 'issued') <> exists (
             select from gift g
              where g.organization_id = r.organization_id and g.recognition_id = r.id
                and g.status <> 'reserved' and not ${IS_RELEASED})
        or (r.status = 'awaiting_approval') <> exists (
             select from gift g
              where g.organization_id = r.organization_id and g.recognition_id = r.id and g.status = 'reserved')`,
  'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there': `
    select format('gift %s is %s', g.id, g.status) as broken
      from gift g
      left join code c on c.organization_id = g.organization_id and c.gift_id = g.id
      left join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id
     where g.status <> 'reserved' and not ${IS_RELEASED}
       and (c.gift_id is null or d.gift_id is null or c.bound_to <> g.recipient_id
            or (c.sealed is not null) <> (g.status in ('issued', 'delivered')))`,
  'the daily roll-up equals the gifts': `
    select format('department %s: roll-up %s, gifts %s', coalesce(s.department_id, g.department_id), s.total, g.total) as broken
      from (select organization_id, department_id, giver_id, currency, sum(amount_minor) as total, sum(gifts) as gifts
              from spend_daily group by 1, 2, 3, 4) s
      full join (select g.organization_id, g.department_id, g.giver_id, g.currency, sum(g.amount_minor) as total,
                        count(*) as gifts
                   from gift g
                   left join ${entriesAbout('wallet.adjusted')} reversed
                     on reversed.organization_id = g.organization_id and reversed.gift_id = g.id::text
                  where g.status not in ('reserved', 'voided') and reversed.id is null group by 1, 2, 3, 4) g
        using (organization_id, department_id, giver_id, currency)
     where (s.total, s.gifts) is distinct from (g.total, g.gifts)`,
};
