import type { LimitKind } from '#src/domain/budget/giving-rules.ts';
import { entriesAbout, money } from './rule-words.ts';

/** The gifts that were not taken back and have not expired. */
const KEPT = `(select g.* from gift g
 where g.status not in ('voided', 'expired')
   and not exists (select from ${entriesAbout('wallet.adjusted')} reversed
                    where reversed.organization_id = g.organization_id and reversed.gift_id = g.id))`;

/**
 * The same, of records that were merged as of the one that is kept. `offset 0`: found first, to be looked up by whose they are. Postgres
 * would lay every gift beside every limit in its currency first.
 */
const KEPT_OF_ONE = `(select g.organization_id, g.currency, g.amount_minor, g.created_at, g.department_id,
         coalesce(r.kept_id, g.recipient_id) as recipient_id, coalesce(v.kept_id, g.giver_id) as giver_id
    from ${KEPT} g
    left join person_merge r on r.organization_id = g.organization_id and r.person_id = g.recipient_id
    left join person_merge v on v.organization_id = g.organization_id and v.person_id = g.giver_id offset 0)`;

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

/** What is counted by day, and the gifts that are to be, each with its day. Of a department that moved to another time zone, neither. */
const COUNTED = `(select s.* from spend_daily s join ${SETTLED} d on d.organization_id = s.organization_id and d.id = s.department_id)`;
const TO_COUNT = `(select g.organization_id, g.department_id, g.giver_id, g.currency, g.occasion, g.amount_minor,
         (coalesce(g.issued_at, g.created_at) at time zone d.time_zone)::date as day
    from ${KEPT} g
    join ${SETTLED} d on d.organization_id = g.organization_id and d.id = g.department_id
   where g.status <> 'reserved')`;

/** The figures of gifts, each with what it counts: a gift is given at once, or approved when money was put aside for it. */
const GIFT_FIGURES = {
  asked: `kind = 'gift.reserved' or (kind = 'gift.issued' and not was_put_aside)`,
  given: `kind = 'gift.issued'`,
  delivered: `kind = 'gift.delivered'`,
  redeemed: `kind in ('code.redeemed', 'gift.bought')`,
  returned: `kind in ('code.voided', 'code.expired', 'wallet.adjusted')`,
} as const;

const GIFT_AMOUNTS = Object.keys(GIFT_FIGURES).map((one) => `${one}_minor`);

/**
 * Where a department moved to another time zone, its days are counted together: which of them its clocks said then is not kept.
 */
function dayOf(row: string, day: string): string {
  return `case when ${row}.id is null then '-infinity'::date else ${day} end`;
}

/** By day, what is added up and what is noted, in each dimension of gifts. */
const REPORTED = `(
  select s.organization_id, s.department_id, s.dimension, s.member, s.currency, ${dayOf('d', 's.day')} as day, s.gifts,
         ${GIFT_AMOUNTS.map((one) => `s.${one}`).join(', ')}
    from (select organization_id, department_id, dimension, member, currency, start as day, gifts, ${GIFT_AMOUNTS.join(', ')}
            from spend_sum where span = 'day' and dimension <> 'marketplace'
           union all
          select s.organization_id, s.department_id, m.dimension, m.member, s.currency, s.day, s.gifts, ${GIFT_AMOUNTS.map((one) => `s.${one}`).join(', ')}
            from spend_noted s
           cross join lateral (values ('department', ''), ('giver', s.giver_id::text), ('recipient', s.recipient_id::text),
                                      ('region', s.region), ('occasion', s.occasion)) m (dimension, member)
           where m.member is not null) s
    left join ${SETTLED} d on d.organization_id = s.organization_id and d.id = s.department_id)`;

/** What happened to gifts, each with its day and these columns of its gift. */
function happenedTo(gifts: string, columns: readonly string[]): string {
  return `(
  select ${columns.map((column) => `g.${column}`).join(', ')}, ${dayOf('d', '(e.at at time zone d.time_zone)::date')} as day, e.kind, e.was_put_aside
    from (select e.organization_id, e.gift_id, e.occurred_at as at, e.kind, put_aside.gift_id is not null as was_put_aside
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
          select organization_id, gift_id, at, kind, false from activity where kind = 'gift.delivered') e
    join ${gifts} g on g.organization_id = e.organization_id and g.id = e.gift_id
    left join ${SETTLED} d on d.organization_id = g.organization_id and d.id = g.department_id)`;
}

const HAPPENED = happenedTo('gift', [
  'organization_id',
  'department_id',
  'currency',
  'giver_id',
  'recipient_id',
  'region',
  'occasion',
  'amount_minor',
]);

/** Each dimension is added up from the same rows. */
function reportRule(): string {
  const names = [...GIFT_AMOUNTS, 'gifts'];
  const happened = Object.entries(GIFT_FIGURES).map(
    ([name, counted]) => `sum(amount_minor) filter (where ${counted}) as ${name}_minor`,
  );
  function row(of: string): string {
    return `(${names.map((one) => `coalesce(${of}.${one}, 0)`).join(', ')})`;
  }
  function told(of: string): string {
    return `${money(`${of}.given_minor`, 'currency')}, ${money(`${of}.redeemed_minor`, 'currency')}, ${money(`${of}.returned_minor`, 'currency')}`;
  }
  return `
    select format('department %s on %s, %s %s: given %s, redeemed %s, returned %s are reported, given %s, redeemed %s, returned %s happened',
                  department_id, day, dimension, member, ${told('s')}, ${told('g')}) as broken
      from (select organization_id, department_id, dimension, member, currency, day, ${names.map((one) => `sum(${one}) as ${one}`).join(', ')}
              from ${REPORTED} reported group by 1, 2, 3, 4, 5, 6) s
      full join (
        select organization_id, department_id, currency, day, ${names.join(', ')},
               case when giver_id is not null then 'giver' when recipient_id is not null then 'recipient'
                    when region is not null then 'region' when occasion is not null then 'occasion' else 'department' end as dimension,
               coalesce(giver_id::text, recipient_id::text, region, occasion, '') as member
          from (select organization_id, department_id, currency, day, giver_id, recipient_id, region, occasion,
                       ${happened.join(', ')}, count(*) filter (where ${GIFT_FIGURES.given}) as gifts
                  from ${HAPPENED} happened
                 group by grouping sets ((1, 2, 3, 4), (1, 2, 3, 4, 5), (1, 2, 3, 4, 6), (1, 2, 3, 4, 7), (1, 2, 3, 4, 8))) counted) g
        using (organization_id, department_id, dimension, member, currency, day)
     where ${row('s')} is distinct from ${row('g')}`;
}

const LIMB_BITS = 28;
const LIMB = 2 ** LIMB_BITS;
/** Weights are of 31 bits, and an event has five of them: a limb's product with them stays within 63. */
const MOST_LIMBS = 2 ** 27;

/** The sum of each amount times its weight, without a product that is too large: in two limbs. */
function weighed(amount: string, weight: string, counted = 'true'): string {
  const high = `least(greatest(${amount} >> ${LIMB_BITS}, -${MOST_LIMBS}), ${MOST_LIMBS - 1})`;
  return `coalesce(sum(${high} * ${weight}) filter (where ${counted}), 0) * ${LIMB}
    + coalesce(sum((${amount} & ${LIMB - 1}) * ${weight}) filter (where ${counted}), 0)`;
}

/** The weight of something in a `place`. */
function weightIn(what: string, seed: bigint): string {
  return `(hashint8extended(place # ${what}, '${seed}'::bigint) & ${2 ** 31 - 1})`;
}

/**
 * Whether the reports' rule holds, as far as a random `seed` tells. Everybody who is reported on for a day has a weight that follows from
 * it, and all figures times their weights are added up on either side: where one of them is another, so are the sums, but once in 2^31
 * seeds, which nobody can foresee. It spares counting by day for everybody, of whom there are nearly as many as gifts.
 */
export function isReportedRight(seed: bigint): string {
  const whose = `hash_record_extended(row(organization_id, department_id, currency), '${seed}'::bigint)`;
  const place = `timestamp_hash_extended(day::timestamp, whose)`;
  function hashOf(member: string): string {
    return `hashtextextended(${member}, '${seed}'::bigint)`;
  }
  const members = {
    department: `'department:'`,
    giver: `'giver:' || giver_id::text`,
    recipient: `'recipient:' || recipient_id::text`,
    region: `'region:' || region`,
    occasion: `'occasion:' || occasion`,
  };
  const names = Object.keys(members);
  const hashed = Object.entries(members).map(([name, member]) => `${hashOf(member)} as ${name}`);
  const gifts = `(select organization_id, id, department_id, amount_minor, ${whose} as whose, ${hashed.join(', ')} from gift offset 0)`;
  const reported = GIFT_AMOUNTS.map((one) => weighed(one, 'weight'));
  const happened = Object.values(GIFT_FIGURES).map((counted) => weighed('amount_minor', 'weight', counted));
  return `
    select (select array[${[...reported, weighed('gifts', 'weight')].join(', ')}]
              from (select *, ${weightIn(hashOf(`dimension || ':' || member`), seed)} as weight
                      from (select *, ${place} as place from (select *, ${whose} as whose from ${REPORTED} one offset 0) hashed offset 0) placed
                    offset 0) reported)
           = (select array[${[...happened, weighed('1::bigint', 'weight', GIFT_FIGURES.given)].join(', ')}]
                from (select *, ${names.map((name) => `coalesce(${weightIn(name, seed)}, 0)`).join(' + ')} as weight
                        from (select *, ${place} as place from ${happenedTo(gifts, ['amount_minor', 'whose', ...names])} one offset 0) placed
                      offset 0) happened) as "isRight"`;
}

/**
 * Whether every gift is counted on its day, as far as a random `seed` tells, in the same way. A count of nothing weighs nothing, so that
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

/** What longer spans say must be what their days come to. */
function spansRule(): string {
  const names = ['gifts', ...GIFT_AMOUNTS, 'spent_minor'];
  const sums = names.map((one) => `sum(${one}) as ${one}`).join(', ');
  return `
    select format('department %s, %s %s, the %s of %s: given %s, redeemed %s, spent %s, its days say given %s, redeemed %s, spent %s',
                  department_id, dimension, member, span, start, ${['l', 'd']
                    .flatMap((of) =>
                      ['given', 'redeemed', 'spent'].map((one) => money(`${of}.${one}_minor`, 'currency')),
                    )
                    .join(', ')}) as broken
      from (select * from spend_sum where span <> 'day') l
      full join (select organization_id, dimension, span.name as span, date_trunc(span.name, start::timestamp)::date as start, department_id,
                        currency, member, ${sums}
                   from (select organization_id, dimension, date_trunc('month', start::timestamp)::date as start, department_id, currency,
                                member, ${sums}
                           from spend_sum where span = 'day' group by 1, 2, 3, 4, 5, 6) months
                  cross join unnest(array['month', 'quarter', 'year']) span (name)
                  group by 1, 2, 3, 4, 5, 6, 7) d
        using (organization_id, dimension, span, start, department_id, currency, member)
     where (${names.map((one) => `l.${one}`).join(', ')}) is distinct from (${names.map((one) => `d.${one}`).join(', ')})`;
}

/**
 * Where people were when they spent is not kept, so that departments and regions are added up; who spent, and where, is.
 */
function spentRule(): string {
  const member = `case when dimension in ('recipient', 'marketplace') then member else '' end`;
  return `
    select format('%s %s: %s are reported, %s were paid', dimension, member, ${money('s.total', 'currency')},
                  ${money('p.total', 'currency')}) as broken
      from (select organization_id, dimension, ${member} as member, currency, sum(spent_minor) as total
              from (select organization_id, dimension, member, currency, spent_minor from spend_sum
                     where span = 'day' and spent_minor <> 0
                     union all
                    select s.organization_id, m.dimension, m.member, s.currency, s.spent_minor
                      from spend_noted s
                     cross join lateral (values ('department', ''), ('recipient', s.recipient_id::text), ('region', ''),
                                                ('marketplace', s.marketplace)) m (dimension, member)
                     where m.member is not null) s
             group by 1, 2, 3, 4 having sum(spent_minor) <> 0) s
      full join (select m.organization_id, d.dimension, d.member, m.currency, sum(m.amount) as total
                   from (select c.organization_id, c.person_id, c.marketplace_id::text as marketplace, p.currency, p.amount
                           from account a
                           join posting p on p.organization_id = a.organization_id and p.account_id = a.id
                           join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
                           left join refund r on e.subject_type = 'refund' and r.organization_id = e.organization_id and r.id = e.subject_id
                           join checkout c on c.organization_id = e.organization_id and c.id = coalesce(r.checkout_id, e.subject_id)
                          where a.kind = 'settled'
                          union all
                         select g.organization_id, g.recipient_id, '', g.currency, g.amount_minor
                           from ${entriesAbout('gift.bought')} e
                           join gift g on g.organization_id = e.organization_id and g.id = e.gift_id) m
                  cross join lateral (values ('department', ''), ('recipient', m.person_id::text), ('region', ''),
                                             ('marketplace', m.marketplace)) d (dimension, member)
                  group by 1, 2, 3, 4 having sum(m.amount) <> 0) p
        using (organization_id, dimension, member, currency)
     where s.total is distinct from p.total`;
}

/** Whether the rule of longer spans holds, as far as a random `seed` tells, in the same way. */
export function areSpansRight(seed: bigint): string {
  const place = `hash_record_extended(row(organization_id, dimension, department_id, currency, member), '${seed}'::bigint)`;
  function weightOf(span: string, start: string): string {
    const day = `(${start} - '2000-01-01'::date)::bigint * 4`;
    return weightIn(
      `(${day} + case ${span} when 'month' then 1 when 'quarter' then 2 when 'year' then 3 else 0 end)`,
      seed,
    );
  }
  const begun = ['month', 'quarter', 'year'].map((span) =>
    weightOf(`'${span}'`, `date_trunc('${span}', start::timestamp)::date`),
  );
  const sums = ['gifts', ...GIFT_AMOUNTS, 'spent_minor'].map((one) => weighed(one, 'weight')).join(', ');
  function weighedIn(condition: string, weight: string): string {
    return `(select array[${sums}]
      from (select *, ${weight} as weight
              from (select *, ${place} as place from spend_sum where ${condition} offset 0) placed offset 0) weighed)`;
  }
  return `select ${weighedIn(`span <> 'day'`, weightOf('span', 'start'))} = ${weighedIn(`span = 'day'`, begun.join(' + '))} as "isRight"`;
}

/** In the order of time, which is not that of the postings where clocks differ. */
function standingRule(): string {
  const told = ['came_minor', 'balance_minor', 'came', 'balance'].map((one) =>
    money(`s.${one}`, 'a.currency'),
  );
  return `
    select format('wallet %s at %s, posting %s: %s came and %s was left, postings say %s and %s', s.account_id, s.at, s.posting_id,
                  ${told.join(', ')}) as broken
      from (select *
              from wallet_standing
              full join (select p.organization_id, p.account_id, e.occurred_at as at, p.id as posting_id,
                                sum(greatest(p.amount, 0)) over so_far as came, sum(p.amount) over so_far as balance
                           from account a
                           join posting p on p.organization_id = a.organization_id and p.account_id = a.id
                           join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
                          where a.kind in ('wallet_gift', 'wallet_promo')
                         window so_far as (partition by p.organization_id, p.account_id order by e.occurred_at, p.id)) posted
                using (organization_id, account_id, at, posting_id)) s
      left join account a on a.organization_id = s.organization_id and a.id = s.account_id
     where (s.came_minor, s.balance_minor) is distinct from (s.came, s.balance)`;
}

/**
 * Rules that what is counted must keep with the gifts. Each query returns the rows that break its rule, in words.
 */
export const COUNT_RULES: Record<string, string> = {
  'every gift is counted on its day': `
    select format('department %s on %s, giver %s: roll-up %s in %s, gifts %s in %s', department_id, day, giver_id,
                  ${money('s.amount_minor', 'currency')}, coalesce(s.gifts, 0), ${money('g.total', 'currency')},
                  coalesce(g.gifts, 0)) as broken
      from ${COUNTED} s
      full join (select organization_id, department_id, giver_id, currency, occasion, day, sum(amount_minor) as total, count(*) as gifts
                   from ${TO_COUNT} g group by 1, 2, 3, 4, 5, 6) g
        using (organization_id, department_id, giver_id, currency, occasion, day)
     where (s.amount_minor, s.gifts) is distinct from (g.total, g.gifts)`,
  'every report counts what happened to gifts on its day': reportRule(),
  'every report counts what was spent': spentRule(),
  'every report says of months, quarters and years what their days come to': spansRule(),
  'every limit counts the gifts of its stretch': limitRule(),
  'every wallet’s standing is what was posted until then': standingRule(),
};
