import { SETTLED_DEPARTMENTS } from './kept-gifts.ts';
import { entriesAbout, money } from './rule-words.ts';
import { weighed, weightIn } from './weigh.ts';

/** The figures of gifts, each with what it counts: a gift is given at once, or approved when money was put aside for it. */
const GIFT_FIGURES = {
  asked: `kind = 'gift.reserved' or (kind = 'gift.issued' and not was_put_aside)`,
  given: `kind = 'gift.issued'`,
  delivered: `kind = 'gift.delivered'`,
  redeemed: `kind in ('code.redeemed', 'gift.bought')`,
  returned: `kind in ('code.voided', 'code.expired', 'wallet.adjusted')`,
} as const;

export const GIFT_AMOUNTS = Object.keys(GIFT_FIGURES).map((one) => `${one}_minor`);

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
    left join ${SETTLED_DEPARTMENTS} d on d.organization_id = s.organization_id and d.id = s.department_id)`;

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
    left join ${SETTLED_DEPARTMENTS} d on d.organization_id = g.organization_id and d.id = g.department_id)`;
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

/** What reports count must be what the ledger and the record say. */
export const REPORT_RULES: Record<string, string> = {
  'every report counts what happened to gifts on its day': reportRule(),
  'every report counts what was spent': spentRule(),
};
