import { STAND_WALLETS } from '../../fill-sql.ts';
import { BASE, type Copies } from './copies.ts';

/** As issuing them one after the other would have left it. */
const DAILY = `
  insert into spend_daily (organization_id, department_id, giver_id, day, currency, occasion, gifts, amount_minor)
  select g.organization_id, g.department_id, g.giver_id, (coalesce(g.issued_at, g.created_at) at time zone d.time_zone)::date, g.currency,
         g.occasion, count(*), sum(g.amount_minor)
    from gift g join department d on d.organization_id = g.organization_id and d.id = g.department_id
   where g.status not in ('reserved', 'voided', 'expired')
   group by 1, 2, 3, 4, 5, 6
   order by 4, 2, 3`;

const MONEY = ['asked', 'given', 'delivered', 'redeemed', 'spent', 'returned'].map((one) => `${one}_minor`);
const COUNTED = ['gifts', ...MONEY];

/** Nothing waits to be added up any more. What people have is added up by person, and as often as their gifts were copied. */
export function sumStatements({ gifts, people }: Copies): string[] {
  return [
    `create table ${BASE}.spend_sum as select * from spend_sum`,
    'truncate spend_sum, spend_daily, department_spend_daily',
    `insert into spend_sum (organization_id, dimension, span, start, department_id, currency, member, ${COUNTED.join(', ')})
     select s.organization_id, s.dimension, s.span, s.start, s.department_id, s.currency,
            case when s.dimension in ('giver', 'recipient') then copy_of(s.member::uuid, c.copy)::text else s.member end,
            ${COUNTED.map((one) => `s.${one} * c.times`).join(', ')}
       from ${BASE}.spend_sum s
       join (select copy, (${gifts} - 1 - copy) / ${people} + 1 as times, true as of_person from generate_series(0, ${people - 1}) copy
             union all select 0, ${gifts}, false) c on c.of_person = (s.dimension in ('giver', 'recipient'))
      order by s.dimension, s.span, s.start`,
    DAILY,
    ...STAND_WALLETS,
    `insert into department_spend_daily (organization_id, day, department_id, currency, gifts, amount_minor)
     select organization_id, day, department_id, currency, sum(gifts), sum(amount_minor) from spend_daily group by 1, 2, 3, 4 order by 2`,
    `update budget_policy set amount_minor = amount_minor * ${gifts}`,
    `update account set funded = funded * ${gifts} where kind = 'budget'`,
  ];
}
