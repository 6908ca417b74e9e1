import { HELD_STATUSES } from '#src/domain/states.ts';
import { listOf, money } from './rule-words.ts';

/** Money is held for checkout `c`. */
const IS_HELD = `c.status in (${listOf(HELD_STATUSES)})`;

/** The legs of entries about checkouts and refunds on accounts of wallets, but for what went on to the record that is kept, each with the checkout and the account's owner. */
const WALLET_LEGS = `(select e.organization_id, e.id as entry_id, e.kind, coalesce(r.checkout_id, e.subject_id) as checkout_id, r.id as refund_id, a.kind as account_kind,
         a.owner_id, a.period, p.currency, p.amount
    from entry e
    left join refund r on e.subject_type = 'refund' and r.organization_id = e.organization_id and r.id = e.subject_id
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
    join account a on a.organization_id = p.organization_id and a.id = p.account_id
   where e.subject_type in ('checkout', 'refund') and e.kind <> 'wallet.merged' and a.kind not in ('held', 'settled'))`;

/** What each tender of a wallet was given back, by the entry and the account that it went by. */
const BACK = `(select b.organization_id, b.checkout_id, b.refund_id, b.way, c.currency,
         case when b.way = 'adjusted' then 'wallet.adjusted' when b.refund_id is null then 'checkout.voided' else 'checkout.refunded' end as kind,
         case b.way when 'adjusted' then case w.way when 'return' then 'budget' else 'paid_out' end
                    else case t.kind when 'gift' then 'wallet_gift' else 'wallet_promo' end end as account_kind,
         case b.way when 'adjusted' then case w.way when 'return' then w.department_id else b.organization_id end else c.person_id end as owner_id,
         case when b.way = 'adjusted' then case w.way when 'return' then 'top-up' else '' end
              when t.kind = 'gift' then '' else coalesce(b.grant_id, t.grant_id)::text end as period,
         b.amount_minor
    from given_back b
    join checkout c on c.organization_id = b.organization_id and c.id = b.checkout_id
    join tender t on t.organization_id = b.organization_id and t.id = b.tender_id and t.checkout_id = b.checkout_id
    left join wallet_closing w on w.organization_id = b.organization_id and w.id = b.closing_id
   where b.way <> 'payment')`;

/** What each tender was given back before it was taken, and after. */
const BACK_OF_TENDER = `(select organization_id, tender_id, coalesce(sum(amount_minor) filter (where refund_id is null), 0) as released,
         coalesce(sum(amount_minor) filter (where refund_id is not null), 0) as refunded
    from given_back group by 1, 2)`;

/** What another payment method did with each tender. */
const PAID_OF_TENDER = `(select organization_id, tender_id, coalesce(sum(amount_minor) filter (where kind = 'authorize' and status = 'ok'), 0) as authorized,
         coalesce(sum(amount_minor) filter (where kind = 'capture' and status = 'ok'), 0) as captured,
         coalesce(sum(amount_minor) filter (where kind = 'refund' and status <> 'rejected'), 0) as refunded
    from payment_call group by 1, 2)`;

/** Rules that checkouts must keep with the money behind them. Each query returns the rows that break its rule, in words. */
export const CHECKOUT_RULES: Record<string, string> = {
  'every checkout is as much as its tenders, and every tender is of a checkout': `
    select format('checkout %s of %s: its tenders come to %s', coalesce(c.id, t.checkout_id), ${money('c.amount_minor', 'c.currency')},
                  ${money('t.total', 'c.currency')}) as broken
      from checkout c
      full join (select organization_id, checkout_id, sum(authorized_minor) as total from tender group by 1, 2) t
        on t.organization_id = c.organization_id and t.checkout_id = c.id
     where c.amount_minor is distinct from t.total`,
  'every checkout is in the currency of its marketplace': `
    select format('checkout %s in %s', c.id, c.currency) as broken
      from checkout c
      left join marketplace m on m.organization_id = c.organization_id and m.id = c.marketplace_id
     where c.currency is distinct from m.currency`,
  'every tender of a wallet was paid out of its owner’s wallet once': `
    select format('checkout %s: %s of %s', checkout_id, coalesce(t.account_kind, p.account_kind),
                  ${money('coalesce(t.amount, p.amount)', 'currency')}) as broken
      from (select t.organization_id, t.checkout_id, case t.kind when 'gift' then 'wallet_gift' else 'wallet_promo' end as account_kind,
                   c.person_id as owner_id, coalesce(t.grant_id::text, '') as period, c.currency, -sum(t.authorized_minor) as amount
              from tender t join checkout c on c.organization_id = t.organization_id and c.id = t.checkout_id
             where t.kind <> 'payment' group by 1, 2, 3, 4, 5, 6) t
      full join (select organization_id, checkout_id, account_kind, owner_id, period, currency, sum(amount) as amount
                   from ${WALLET_LEGS} l where kind = 'checkout.authorized' group by 1, 2, 3, 4, 5, 6) p
        using (organization_id, checkout_id, account_kind, owner_id, period, currency)
     where t.amount is distinct from p.amount`,
  'what came back of a tender went to where it came from, by one entry': `
    select format('checkout %s: %s to %s', coalesce(b.checkout_id, p.checkout_id),
                  ${money('coalesce(b.amount, p.amount)', 'coalesce(b.currency, p.currency)')}, coalesce(b.account_kind, p.account_kind)) as broken
      from (select organization_id, checkout_id, refund_id, kind, account_kind, owner_id, period, currency, sum(amount_minor) as amount
              from ${BACK} b group by 1, 2, 3, 4, 5, 6, 7, 8) b
      full join (select organization_id, checkout_id, refund_id, kind, account_kind, owner_id, period, currency, sum(amount) as amount
                   from ${WALLET_LEGS} l where kind <> 'checkout.authorized' group by 1, 2, 3, 4, 5, 6, 7, 8) p
        on p.organization_id = b.organization_id and p.checkout_id = b.checkout_id and p.kind = b.kind
       and p.account_kind = b.account_kind and p.owner_id = b.owner_id and p.period = b.period and p.currency = b.currency
       and coalesce(p.refund_id, p.checkout_id) = coalesce(b.refund_id, b.checkout_id)
     where b.amount is distinct from p.amount`,
  'every tender of a wallet was taken and refunded as its checkout and its refunds say': `
    select format('tender %s of checkout %s: %s of %s taken, %s refunded', t.id, t.checkout_id, ${money('t.captured_minor', 'c.currency')},
                  ${money('t.authorized_minor', 'c.currency')}, ${money('t.refunded_minor', 'c.currency')}) as broken
      from tender t
      join checkout c on c.organization_id = t.organization_id and c.id = t.checkout_id
      left join ${BACK_OF_TENDER} b on b.organization_id = t.organization_id and b.tender_id = t.id
     where t.kind <> 'payment'
       and (t.captured_minor <> case when c.status = 'captured' then t.authorized_minor - coalesce(b.released, 0) else 0 end
            or coalesce(b.released, 0) <> case when ${IS_HELD} then 0 when c.status = 'captured' then t.authorized_minor - t.captured_minor
                                               else t.authorized_minor end
            or t.refunded_minor <> coalesce(b.refunded, 0))`,
  'every tender of another payment method is what that said of it': `
    select format('tender %s of checkout %s', t.id, t.checkout_id) as broken
      from tender t
      join checkout c on c.organization_id = t.organization_id and c.id = t.checkout_id
      left join ${PAID_OF_TENDER} p on p.organization_id = t.organization_id and p.tender_id = t.id
     where t.kind = 'payment'
       and (t.captured_minor <> case when c.status = 'captured' then coalesce(p.captured, 0) else 0 end
            or t.refunded_minor <> coalesce(p.refunded, 0)
            or (c.status in ('authorized', 'capturing', 'captured') and t.authorized_minor is distinct from p.authorized))`,
  'every captured checkout, and no other, took what its tenders were captured for': `
    select format('checkout %s is %s: %s captured', c.id, c.status, ${money('c.captured_minor', 'c.currency')}) as broken
      from checkout c
      left join (select organization_id, checkout_id, sum(captured_minor) as total,
                        sum(captured_minor) filter (where kind <> 'payment') as of_wallet
                   from tender group by 1, 2) t on t.organization_id = c.organization_id and t.checkout_id = c.id
      left join (select e.organization_id, e.subject_id, sum(p.amount) as amount, min(a.owner_id::text) as marketplace_id
                   from entry e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
                   join account a on a.organization_id = p.organization_id and a.id = p.account_id
                  where e.kind = 'checkout.captured' group by 1, 2) e on e.organization_id = c.organization_id and e.subject_id = c.id
     where coalesce(t.total, 0) <> case when c.status = 'captured' then c.captured_minor else 0 end
        or coalesce(e.amount, 0) <> case when c.status = 'captured' then coalesce(t.of_wallet, 0) else 0 end
        or (e.subject_id is not null and e.marketplace_id <> c.marketplace_id::text)`,
  'what is held is what open checkouts wait for': `
    select format('checkout %s: %s held, its tenders say %s', owner_id, ${money('a.balance', 'currency')}, ${money('t.total', 'currency')}) as broken
      from (select organization_id, owner_id, currency, balance from account where kind = 'held' and balance <> 0) a
      full join (select c.organization_id, c.id as owner_id, c.currency, sum(t.authorized_minor) as total
                   from checkout c
                   join tender t on t.organization_id = c.organization_id and t.checkout_id = c.id and t.kind <> 'payment'
                  where ${IS_HELD} group by 1, 2, 3) t using (organization_id, owner_id, currency)
     where a.balance is distinct from t.total`,
  'every marketplace was paid what was taken for its checkouts, less what was refunded': `
    select format('marketplace %s: %s settled, its checkouts say %s', owner_id, ${money('a.balance', 'currency')}, ${money('t.total', 'currency')}) as broken
      from (select organization_id, owner_id, currency, balance from account where kind = 'settled') a
      full join (select c.organization_id, c.marketplace_id as owner_id, c.currency, sum(t.captured_minor - t.refunded_minor) as total
                   from checkout c
                   join tender t on t.organization_id = c.organization_id and t.checkout_id = c.id and t.kind <> 'payment'
                  group by 1, 2, 3) t using (organization_id, owner_id, currency)
     where coalesce(a.balance, 0) <> coalesce(t.total, 0)`,
  'every refund is as much as was given back by it': `
    select format('refund %s of %s', coalesce(r.id, b.refund_id), ${money('r.amount_minor', 'c.currency')}) as broken
      from refund r
      full join (select organization_id, refund_id, checkout_id, sum(amount_minor) as total
                   from given_back where refund_id is not null group by 1, 2, 3) b
        on b.organization_id = r.organization_id and b.refund_id = r.id and b.checkout_id = r.checkout_id
      left join checkout c on c.organization_id = r.organization_id and c.id = r.checkout_id
     where r.amount_minor is distinct from b.total or c.status is distinct from 'captured'`,
  'every entry about a checkout or a refund belongs to one': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from entry e
      left join checkout c on e.subject_type = 'checkout' and c.organization_id = e.organization_id and c.id = e.subject_id
      left join refund r on e.subject_type = 'refund' and r.organization_id = e.organization_id and r.id = e.subject_id
     where e.subject_type in ('checkout', 'refund') and c.id is null and r.id is null`,
  'every checkout ended when its money was taken or given back, and not before its time was up': `
    select format('checkout %s is %s', c.id, c.status) as broken
      from checkout c
      left join entry made on made.organization_id = c.organization_id and made.subject_id = c.id and made.kind = 'checkout.authorized'
      left join entry ended
        on ended.organization_id = c.organization_id and ended.subject_id = c.id and ended.subject_type = 'checkout'
       and ended.kind in ('checkout.captured', 'checkout.voided', 'wallet.adjusted')
     where (made.id is not null and made.occurred_at <> c.made_at)
        or (ended.id is not null and ended.occurred_at is distinct from c.ended_at)
        or (c.status = 'expired' and (c.ended_at >= c.expires_at) is not true)`,
  'everything that happened to a checkout is on record, with its amount and whose it is': `
    select format('checkout %s is %s', c.id, c.status) as broken
      from checkout c
      left join activity made
        on made.organization_id = c.organization_id and made.kind = 'checkout.authorized' and made.detail ->> 'checkoutId' = c.id::text
       and made.at = c.made_at and made.subject_id = c.person_id and made.actor_id = c.person_id
       and (made.detail ->> 'amountMinor')::bigint = c.amount_minor and made.detail ->> 'currency' = c.currency
       and made.detail ->> 'marketplaceId' = c.marketplace_id::text
      left join activity ended
        on ended.organization_id = c.organization_id and ended.kind = 'checkout.' || c.status and ended.at = c.ended_at
       and ended.detail ->> 'checkoutId' = c.id::text and ended.subject_id = c.person_id
       and (ended.detail ->> 'amountMinor')::bigint = case when c.status = 'captured' then c.captured_minor else c.amount_minor end
     where made.id is null or (c.ended_at is not null and ended.id is null)
     union all
    select format('refund %s of %s', r.id, ${money('r.amount_minor', 'c.currency')})
      from refund r
      join checkout c on c.organization_id = r.organization_id and c.id = r.checkout_id
      left join activity a
        on a.organization_id = r.organization_id and a.kind = 'checkout.refunded' and a.detail ->> 'refundId' = r.id::text
       and a.at = r.refunded_at and a.subject_id = c.person_id and a.actor_id is not distinct from r.refunded_by
       and (a.detail ->> 'amountMinor')::bigint = r.amount_minor and a.detail ->> 'checkoutId' = c.id::text
     where a.id is null`,
};
