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
