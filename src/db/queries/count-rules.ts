import type { LimitKind } from '#src/domain/budget/giving-rules.ts';
import { entriesAbout, money } from './rule-words.ts';

/** The gifts that were not taken back and have not expired. */
const KEPT = `(select g.* from gift g
  left join ${entriesAbout('wallet.adjusted')} reversed
    on reversed.organization_id = g.organization_id and reversed.gift_id = g.id
 where g.status not in ('voided', 'expired') and reversed.id is null)`;

/** The departments that have never moved to another time zone. */
const SETTLED = `(select d.organization_id, d.id, d.time_zone from department d
 where not exists (select from budget_policy b where b.organization_id = d.organization_id and b.department_id = d.id
                      and b.time_zone_before <> d.time_zone)
   and not exists (select from change c where c.organization_id = d.organization_id and c.subject = 'department'
                      and c.key = d.id::text and c.before ->> 'time_zone' <> d.time_zone))`;

/**
 * The limits with the instants between which gifts may count in their stretch, and those between which they must, by the clocks of any
 * zone. A year is called by its number, a period by its first day and length. Worked out once for each limit, as `offset 0` says.
 */
const ALL_LIMITS = `(select u.*, (first_day - interval '14 hours') at time zone 'UTC' as may_from, (first_day + interval '12 hours') at time zone 'UTC' as must_from,
         (end_day - interval '14 hours') at time zone 'UTC' as must_to, (end_day + interval '12 hours') at time zone 'UTC' as may_to
  from limit_usage u
 cross join lateral (select case when u.kind = 'recipient' then make_date(u.period::integer, 1, 1)
                                 else split_part(u.period, '/', 1)::date end as first_day,
                            case when u.kind = 'recipient' then 'P1Y' else split_part(u.period, '/', 2) end as ending) named
 cross join lateral (select case when ending = '' then first_day + interval '1 month' else first_day + ending::interval end as end_day) ended
 where not u.is_stale offset 0)`;

/** An id within a limit's subject; null where there is none. */
function idIn(place: number): string {
  return `case when split_part(u.subject, ':', ${place}) ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
            then split_part(u.subject, ':', ${place})::uuid end`;
}

/** By kind of limit, whose gifts it counts: the columns of a gift, in the order of its subject. */
const SUBJECTS = {
  recipient: ['recipient_id'],
  giver: ['giver_id', 'department_id'],
  pair: ['giver_id', 'recipient_id', 'department_id'],
} as const satisfies Record<LimitKind, readonly string[]>;

/** Limits whose count is not what the gifts of their stretch come to: all, or those whose stretch the newest gift may be in. */
export function limitRule({ isRunning = false } = {}): string {
  const limits = isRunning
    ? `(select * from ${ALL_LIMITS} u where may_to > (select max(created_at) from gift) offset 0)`
    : ALL_LIMITS;
  return `
    select format('%s %s in %s: %s is counted, gifts say %s', kind, subject, period, ${money('used_minor', 'currency')},
                  ${money('least', 'currency')}) as broken
      from (${countedIn(limits)}) counted
     where used_minor not between least and most`;
}

/** What the gifts of each limit's stretch come to. Limits are numbered, so that gifts are added up by a number and not by words. */
function countedIn(limits: string): string {
  return Object.entries(SUBJECTS)
    .map(
      ([kind, columns]) => `
    select kind, subject, period, currency, used_minor, coalesce(g.most, 0) as most, coalesce(g.least, 0) as least
      from (with u as materialized (
              select u.*, row_number() over () as place, ${columns.map((column, index) => `${idIn(index + 1)} as ${column}`).join(', ')}
                from ${limits} u where kind = '${kind}')
            select u.*, g.most, g.least
              from u
              left join (select u.place, sum(g.amount_minor) as most,
                                sum(g.amount_minor) filter (where g.created_at >= u.must_from and g.created_at < u.must_to) as least
                           from u
                           join ${KEPT} g
                             on g.organization_id = u.organization_id and g.currency = u.currency
                            and ${columns.map((column) => `g.${column} = u.${column}`).join(' and ')}
                            and g.created_at >= u.may_from and g.created_at < u.may_to
                          group by u.place) g using (place)) g`,
    )
    .join(' union all ');
}

/**
 * Rules that what is counted must keep with the gifts. Each query returns the rows that break its rule, in words.
 */
export const COUNT_RULES: Record<string, string> = {
  'every gift is counted on its day': `
    select format('department %s on %s, giver %s: roll-up %s in %s, gifts %s in %s', department_id, day, giver_id,
                  ${money('s.amount_minor', 'currency')}, coalesce(s.gifts, 0), ${money('g.total', 'currency')},
                  coalesce(g.gifts, 0)) as broken
      from (select s.* from spend_daily s
              join ${SETTLED} d on d.organization_id = s.organization_id and d.id = s.department_id) s
      full join (select g.organization_id, g.department_id, g.giver_id, g.currency, g.occasion,
                        (coalesce(g.issued_at, g.created_at) at time zone d.time_zone)::date as day,
                        sum(g.amount_minor) as total, count(*) as gifts
                   from ${KEPT} g
                   join ${SETTLED} d on d.organization_id = g.organization_id and d.id = g.department_id
                  where g.status <> 'reserved' group by 1, 2, 3, 4, 5, 6) g
        using (organization_id, department_id, giver_id, currency, occasion, day)
     where (s.amount_minor, s.gifts) is distinct from (g.total, g.gifts)`,
  'every limit counts the gifts of its stretch': limitRule(),
};
