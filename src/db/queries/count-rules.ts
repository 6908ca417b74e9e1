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

/** What happened to a gift, by the kind of entry that says so. A gift is given at once, or approved when money was put aside for it. */
const HAPPENED = `case e.kind when 'gift.reserved' then 'put-aside'
                              when 'gift.issued' then case when put_aside.gift_id is null then 'given' else 'approved' end
                              when 'code.redeemed' then 'redeemed'
                              when 'gift.bought' then 'bought'
                              else 'returned' end`;

/**
 * Where a department moved to another time zone, its days are counted together: which of them its clocks said then is not kept.
 * Each dimension is added up from the same rows.
 */
function reportRule(): string {
  const settled = `case when d.id is null then '-infinity'::date else`;
  return `
    select format('department %s on %s, %s %s, %s: %s in %s are reported, %s in %s happened', department_id, day, dimension, member, what,
                  ${money('s.total', 'currency')}, coalesce(s.gifts, 0), ${money('g.total', 'currency')},
                  coalesce(g.gifts, 0)) as broken
      from (select s.organization_id, s.department_id, s.dimension, s.member, s.what, s.currency, ${settled} s.day end as day,
                   sum(s.amount_minor) as total, sum(s.gifts) as gifts
              from gift_daily s
              left join ${SETTLED} d on d.organization_id = s.organization_id and d.id = s.department_id
             group by 1, 2, 3, 4, 5, 6, 7) s
      full join (
        select organization_id, department_id, what, currency, day, total, gifts,
               case when giver_id is not null then 'giver' when recipient_id is not null then 'recipient'
                    when region is not null then 'region' when occasion is not null then 'occasion' else 'department' end as dimension,
               coalesce(giver_id::text, recipient_id::text, region, occasion, '') as member
          from (select g.organization_id, g.department_id, e.what, g.currency, ${settled} (e.at at time zone d.time_zone)::date end as day,
                       g.giver_id, g.recipient_id, g.region, g.occasion, sum(g.amount_minor) as total, count(*) as gifts
                  from (select e.organization_id, e.gift_id, e.occurred_at as at, ${HAPPENED} as what
                          from ${entriesAbout(
                            'gift.reserved',
                            'gift.issued',
                            'code.redeemed',
                            'gift.bought',
                            'code.voided',
                            'code.expired',
                            'wallet.adjusted',
                          )} e
                          left join ${entriesAbout('gift.reserved')} put_aside
                            on e.kind = 'gift.issued' and put_aside.organization_id = e.organization_id and put_aside.gift_id = e.gift_id
                         union all
                        select organization_id, gift_id, at, 'delivered' from activity where kind = 'gift.delivered') e
                  join gift g on g.organization_id = e.organization_id and g.id = e.gift_id
                  left join ${SETTLED} d on d.organization_id = g.organization_id and d.id = g.department_id
                 group by grouping sets ((1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 7), (1, 2, 3, 4, 5, 8),
                                         (1, 2, 3, 4, 5, 9))) counted) g
        using (organization_id, department_id, dimension, member, what, currency, day)
     where (s.total, s.gifts) is distinct from (g.total, g.gifts)`;
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
  'every report counts what happened to gifts on its day': reportRule(),
  'every report counts what was spent': `
    select format('marketplace %s, person %s: %s are reported, %s were paid', marketplace_id, person_id,
                  ${money('s.total', 'currency')}, ${money('p.total', 'currency')}) as broken
      from (select organization_id, marketplace_id, person_id, currency, sum(amount_minor) as total from spent_daily
             group by 1, 2, 3, 4) s
      full join (select c.organization_id, c.marketplace_id, c.person_id, p.currency, sum(p.amount) as total
                   from account a
                   join posting p on p.organization_id = a.organization_id and p.account_id = a.id
                   join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
                   left join refund r on e.subject_type = 'refund' and r.organization_id = e.organization_id and r.id = e.subject_id
                   join checkout c on c.organization_id = e.organization_id and c.id = coalesce(r.checkout_id, e.subject_id)
                  where a.kind = 'settled' group by 1, 2, 3, 4) p
        using (organization_id, marketplace_id, person_id, currency)
     where s.total is distinct from p.total`,
  'every limit counts the gifts of its stretch': limitRule(),
};
