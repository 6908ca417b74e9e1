import { GIFT_AMOUNTS } from './report-rules.ts';
import { money } from './rule-words.ts';
import { weighed, weightIn } from './weigh.ts';

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

/** Whether the rule of longer spans holds, as far as a random `seed` tells, in the way of the reports. */
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

/** What longer spans say must be what their days come to. */
export const SPAN_RULES: Record<string, string> = {
  'every report says of months, quarters and years what their days come to': spansRule(),
};
