import type { LimitKind } from '#src/domain/budget/giving-rules.ts';
import { KEPT_GIFTS } from './kept-gifts.ts';
import { money } from './rule-words.ts';

/**
 * The same, of records that were merged as of the one that is kept. `offset 0`: found first, to be looked up by whose they are. Postgres
 * would lay every gift beside every limit in its currency first.
 */
const KEPT_OF_ONE = `(select g.organization_id, g.currency, g.amount_minor, g.created_at, g.department_id,
         coalesce(r.kept_id, g.recipient_id) as recipient_id, coalesce(v.kept_id, g.giver_id) as giver_id
    from ${KEPT_GIFTS} g
    left join person_merge r on r.organization_id = g.organization_id and r.person_id = g.recipient_id
    left join person_merge v on v.organization_id = g.organization_id and v.person_id = g.giver_id offset 0)`;

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
 where not u.is_stale and not exists (
   select from planned_change p
    where p.organization_id = u.organization_id and p.currency = u.currency and p.withdrawn_at is null
      and p.from_at > u.counted_at and p.from_at <= (select max(created_at) from gift)) offset 0)`;

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
                           join ${KEPT_OF_ONE} g
                             on g.organization_id = u.organization_id and g.currency = u.currency
                            and ${columns.map((column) => `g.${column} = u.${column}`).join(' and ')}
                            and g.created_at >= u.may_from and g.created_at < u.may_to
                          group by u.place) g using (place)) g`,
    )
    .join(' union all ');
}

/** What is counted for limits must be what the gifts of their stretch come to. */
export const LIMIT_RULES: Record<string, string> = {
  'every limit counts the gifts of its stretch': limitRule(),
};
