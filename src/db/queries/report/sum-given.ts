import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Days } from '#src/domain/report/months.ts';

/** What was given in a span of days, which `span` is the place of among those that were asked for. */
export type GivenInSpan = Money & { span: number; gifts: number };

/** What was given in each of these spans by currency, as far as the reader may see it; from the daily roll-up. */
export async function sumGiven(db: Reader, scope: Scope, spans: readonly Days[]): Promise<GivenInSpan[]> {
  const { rows } = await sql<GivenInSpan>`
    select (asked.number - 1)::integer as span, s.currency, sum(s.gifts)::integer as gifts,
           sum(s.amount_minor)::bigint as "amountMinor"
      from unnest(${spans.map(({ from }) => from)}::date[], ${spans.map(({ to }) => to)}::date[])
        with ordinality asked (first_day, last_day, number)
      join department_spend_daily s on s.organization_id = ${scope.organizationId}
       and s.day between asked.first_day and asked.last_day and ${within(scope, { department: 's.department_id' })}
     group by asked.number, s.currency
    having sum(s.gifts) > 0
     order by asked.number, s.currency`.execute(db);
  return rows;
}
