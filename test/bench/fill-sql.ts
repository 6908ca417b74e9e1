/** A stretch of gifts that are filled in by SQL, by their numbers. */
export type Numbers = { first: number; count: number };

/** Ids that follow each other as those that are made in time do: `numbered(kind, n)`. */
export const NUMBERED = `
  create or replace function numbered(kind integer, n bigint) returns uuid language sql immutable as $$
    select (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`;

/** The gifts of these numbers have ids of this kind. */
export const GIFT_KIND = 1;

export function seriesOf({ first, count }: Numbers): string {
  return `generate_series(${first}::bigint, ${first + count - 1}) n`;
}

/** Adds gifts that were filled in to the daily roll-up, as issuing them would have done. */
export function addSpendOf({ first, count }: Numbers): string {
  return `
    insert into spend_daily (organization_id, department_id, giver_id, day, currency, occasion, gifts, amount_minor)
    select organization_id, department_id, giver_id, (created_at at time zone 'UTC')::date as day, currency, occasion,
           count(*), sum(amount_minor)
      from gift
     where id between numbered(${GIFT_KIND}, ${first}) and numbered(${GIFT_KIND}, ${first + count - 1})
     group by organization_id, department_id, giver_id, day, currency, occasion
     order by day, giver_id
    on conflict (organization_id, department_id, day, giver_id, currency, occasion) do update
      set gifts = spend_daily.gifts + excluded.gifts, amount_minor = spend_daily.amount_minor + excluded.amount_minor`;
}

/** What wallets held after each movement that was filled in, as the triggers would have kept it. */
export const STAND_WALLETS = [
  'truncate wallet_standing',
  `insert into wallet_standing (organization_id, account_id, at, posting_id, came_minor, balance_minor)
   select p.organization_id, p.account_id, e.occurred_at, p.id, sum(greatest(p.amount, 0)) over so_far, sum(p.amount) over so_far
     from posting p
     join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind in ('wallet_gift', 'wallet_promo')
     join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
   window so_far as (partition by p.organization_id, p.account_id order by e.occurred_at, p.id)
    order by 1, 2, 3, 4`,
];
