import { money } from './rule-words.ts';

/** What of a checkout a wallet paid and has not back, by checkout; another payment method's part is compared with its own calls. */
const KEPT = `(select organization_id, checkout_id, coalesce(sum(captured_minor - refunded_minor) filter (where kind <> 'payment'), 0) as kept
    from tender group by 1, 2)`;

/** Rules that orders must keep with what pays for them and what they brought. Each query returns the rows that break its rule, in words. */
export const ORDER_RULES: Record<string, string> = {
  'every order is for its buyer and as much as its checkout, in a marketplace of the store': `
    select format('order %s: %s', o.id, ${money('o.amount_minor', 'o.currency')}) as broken
      from store_order o
      left join checkout c on c.organization_id = o.organization_id and c.id = o.checkout_id
      left join store_marketplace m on m.organization_id = o.organization_id and m.marketplace_id = c.marketplace_id
     where (o.person_id, o.amount_minor, o.currency, o.currency) is distinct from (c.person_id, c.amount_minor, c.currency, m.currency)`,
  'every order holds, took or gave back its money as its state says': `
    select format('order %s is %s, its checkout %s', o.id, o.status, c.status) as broken
      from store_order o
      join checkout c on c.organization_id = o.organization_id and c.id = o.checkout_id
      left join ${KEPT} k on k.organization_id = c.organization_id and k.checkout_id = c.id
     where case o.status when 'fulfilled' then c.status <> 'captured'
                         when 'refunded' then c.status <> 'captured' or k.kept <> 0
                         when 'cancelled' then c.status not in ('voided', 'expired', 'declined') and (c.status <> 'captured' or k.kept <> 0)
                         else c.status not in ('awaiting_remainder', 'authorized', 'capturing', 'captured') end`,
  'every order of a code has one, for its buyer, until it is cancelled': `
    select format('order %s is %s: %s', o.id, o.status, case when s.id is null then 'it has no code' else 'it has a code' end) as broken
      from store_order o
      left join stock_code s
        on s.organization_id = o.organization_id and s.taken_for_type = 'order' and s.taken_for = o.id and s.status = 'taken'
     where o.kind = 'codes'
       and case o.status when 'cancelled' then s.id is not null
                         when 'refunded' then s.id is not null and (s.revealed_at is null or s.person_id <> o.person_id)
                         else s.person_id is distinct from o.person_id end`,
  'every order of a gift card was bought for its buyer once it is fulfilled': `
    select format('order %s is %s, its purchase %s', o.id, o.status, coalesce(r.status, 'missing')) as broken
      from store_order o
      left join reward_order r on r.organization_id = o.organization_id and r.id = o.id
     where o.kind = 'gift-card'
       and (o.status in ('fulfilled', 'refunded') and r.status is distinct from 'bought'
            or o.status = 'fulfilling' and r.id is null
            or r.id is not null and (r.person_id, r.amount_minor, r.currency) is distinct from (o.person_id, o.amount_minor, o.currency))`,
  'every order that was placed, taken on, fulfilled, cancelled or refunded is on record as that': `
    select format('order %s is %s', o.id, o.status) as broken
      from store_order o
     cross join lateral (values ('order.placed', true), ('order.started', o.started_at is not null),
                                ('order.fulfilled', o.fulfilled_at is not null), ('order.cancelled', o.status = 'cancelled'),
                                ('order.refunded', o.status = 'refunded')) told (kind, is_so)
     where told.is_so <> exists (
       select from activity a
        where a.organization_id = o.organization_id and a.subject_id = o.person_id and a.kind = told.kind
          and a.detail ->> 'orderId' = o.id::text)`,
};
