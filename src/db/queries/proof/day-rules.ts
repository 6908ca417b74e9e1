import { KEPT_GIFTS, SETTLED_DEPARTMENTS } from './kept-gifts.ts';
import { money } from './rule-words.ts';
import { weighed } from './weigh.ts';

/** What is counted by day, and the gifts that are to be, each with its day. Of a department that moved to another time zone, neither. */
const COUNTED = `(select s.* from spend_daily s join ${SETTLED_DEPARTMENTS} d on d.organization_id = s.organization_id and d.id = s.department_id)`;
const TO_COUNT = `(select g.organization_id, g.department_id, g.giver_id, g.currency, g.occasion, g.amount_minor,
         (coalesce(g.issued_at, g.created_at) at time zone d.time_zone)::date as day
    from ${KEPT_GIFTS} g
    join ${SETTLED_DEPARTMENTS} d on d.organization_id = g.organization_id and d.id = g.department_id
   where g.status <> 'reserved')`;

/** What is counted by day must be what the gifts come to. */
export const DAY_RULES: Record<string, string> = {
  'every gift is counted on its day': `
    select format('department %s on %s, giver %s: roll-up %s in %s, gifts %s in %s', department_id, day, giver_id,
                  ${money('s.amount_minor', 'currency')}, coalesce(s.gifts, 0), ${money('g.total', 'currency')},
                  coalesce(g.gifts, 0)) as broken
      from ${COUNTED} s
      full join (select organization_id, department_id, giver_id, currency, occasion, day, sum(amount_minor) as total, count(*) as gifts
                   from ${TO_COUNT} g group by 1, 2, 3, 4, 5, 6) g
        using (organization_id, department_id, giver_id, currency, occasion, day)
     where (s.amount_minor, s.gifts) is distinct from (g.total, g.gifts)`,
};

/**
 * Whether every gift is counted on its day, as far as a random `seed` tells, in the way of the reports. A count of nothing weighs nothing, so that
 * where there is one, the rule itself tells.
 */
export function areDaysCounted(seed: bigint): string {
  const weight = `(hash_record_extended(row(organization_id, department_id, giver_id, currency, occasion, day), '${seed}'::bigint) & ${2 ** 31 - 1})`;
  return `
    select (select array[${weighed('amount_minor', 'weight')}, ${weighed('gifts::bigint', 'weight')}]
              from (select amount_minor, gifts, ${weight} as weight from ${COUNTED} s offset 0) counted)
           = (select array[${weighed('amount_minor', 'weight')}, ${weighed('1::bigint', 'weight')}]
                from (select amount_minor, ${weight} as weight from ${TO_COUNT} g offset 0) kept)
       and not exists (select from spend_daily where gifts = 0 and amount_minor = 0) as "isRight"`;
}
