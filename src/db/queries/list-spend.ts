import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type DayRange, rangeBefore } from '#src/domain/report/day-range.ts';
import {
  addFigures,
  figuresBy,
  NOTHING_SPENT,
  type SpendDimension,
  type SpendFigures,
} from '#src/domain/report/spend-words.ts';

/** What to tell spend apart by, and over which days. */
export type SpendFilter = DayRange & { by: SpendDimension; departmentId?: string | undefined };

/**
 * What came of one department, person, region, occasion, marketplace or month in one currency. `member`: its id, or the region, occasion
 * or month itself; empty where there is none. `name` is null where the member is its own name. `before`: in the days before; null
 * for a month, whose month before is a row of its own.
 */
export type SpendRow = {
  member: string;
  name: string | null;
  currency: string;
  gifts: number;
  now: SpendFigures;
  before: SpendFigures | null;
};

export type SpendTotal = { currency: string; gifts: number; now: SpendFigures; before: SpendFigures };

/** A row for each member and currency, in no order, and all of them added up for each currency. */
export type SpendReport = { rows: SpendRow[]; totals: SpendTotal[] };

/**
 * SpendReport over any days, from the daily roll-ups: it costs days × members and not gifts. What the figures mean is said in
 * domain/report/spend-words.ts.
 */
export async function listSpend(db: Reader, scope: Scope, filter: SpendFilter): Promise<SpendReport> {
  const { rows } = await sql<Counted>`
    select c.member, ${nameOf(filter.by)} as name, c.currency, c.is_now as "isNow", sum(c.gifts)::integer as gifts,
           sum(c.asked)::bigint as asked, sum(c.given)::bigint as given, sum(c.delivered)::bigint as delivered,
           sum(c.redeemed)::bigint as redeemed, sum(c.spent)::bigint as spent, sum(c.returned)::bigint as returned
      from (${sql.join(partsOf(scope, filter), sql` union all `)}) c ${namesOf(scope, filter.by)}
     group by 1, 2, 3, 4`.execute(db);
  return spendOf(rows, filter.by);
}

type Counted = SpendFigures & {
  member: string;
  name: string | null;
  currency: string;
  isNow: boolean;
  gifts: number;
};

function spendOf(counted: readonly Counted[], by: SpendDimension): SpendReport {
  const rows = new Map<string, SpendRow>();
  const totals = new Map<string, SpendTotal>();
  for (const { member, name, currency, isNow, gifts, ...figures } of counted) {
    const side = isNow ? 'now' : 'before';
    const of = isNow ? gifts : 0;
    const total = totals.get(currency) ?? { currency, gifts: 0, now: NOTHING_SPENT, before: NOTHING_SPENT };
    totals.set(currency, {
      ...total,
      gifts: total.gifts + of,
      [side]: addFigures(total[side], figures),
    });
    if (by === 'month' && !isNow) continue;
    const key = `${currency}|${member}`;
    const none = { now: NOTHING_SPENT, before: by === 'month' ? null : NOTHING_SPENT };
    const row = rows.get(key) ?? { member, name, currency, gifts: 0, ...none };
    rows.set(key, { ...row, gifts: row.gifts + of, [side]: figures });
  }
  return { rows: [...rows.values()], totals: [...totals.values()].toSorted(byCurrency) };
}

function byCurrency(one: { currency: string }, other: { currency: string }): number {
  return one.currency < other.currency ? -1 : 1;
}

function partsOf(scope: Scope, filter: SpendFilter): RawBuilder<unknown>[] {
  switch (filter.by) {
    case 'department':
    case 'month':
    case 'recipient':
    case 'region':
      return [gifts(scope, filter), spent(scope, filter)];
    case 'giver':
    case 'occasion':
      return [gifts(scope, filter)];
    case 'marketplace':
      return [cards(scope, filter), spent(scope, filter)];
  }
}

/** Under which dimension `gift_daily` counts it; `key` is what tells its rows apart, and `member` that as text. */
function memberOfGifts(by: SpendDimension): { dimension: string; key: string; member: string } {
  if (by === 'department') return { dimension: 'department', key: 'department_id', member: 'key::text' };
  if (by === 'month')
    return {
      dimension: 'department',
      key: `date_trunc('month', day::timestamp)`,
      member: `to_char(key, 'YYYY-MM')`,
    };
  return { dimension: by, key: 'member', member: 'key' };
}

/** Each row is added to one sum, and only the few sums are sorted into figures. */
function gifts(scope: Scope, filter: SpendFilter): RawBuilder<unknown> {
  const { dimension, key, member } = memberOfGifts(filter.by);
  const bought = figuresBy(filter.by).includes('spent') ? sumOf('bought') : sql`0`;
  function sumOf(...whats: string[]): RawBuilder<unknown> {
    return sql`coalesce(sum(amount) filter (where what = any (${whats}::text[])), 0)`;
  }
  return sql`
    select ${sql.raw(member)} as member, currency, is_now, coalesce(sum(gifts) filter (where what in ('given', 'approved')), 0) as gifts,
           ${sumOf('put-aside', 'given')} as asked, ${sumOf('given', 'approved')} as given, ${sumOf('delivered')} as delivered,
           ${sumOf('redeemed', 'bought')} as redeemed, ${bought} as spent, ${sumOf('returned')} as returned
      from (select ${sql.raw(key)} as key, currency, ${isNow(filter)} as is_now, what, sum(gifts) as gifts, sum(amount_minor) as amount
              from gift_daily
             where organization_id = ${scope.organizationId} and dimension = ${dimension} and ${ofDays(scope, filter)}
             group by 1, 2, 3, 4) added
     group by 1, 2, 3`;
}

/** Gift cards were bought in no marketplace. */
function cards(scope: Scope, filter: SpendFilter): RawBuilder<unknown> {
  return sql`
    select '' as member, currency, ${isNow(filter)} as is_now, 0 as gifts, 0 as asked, 0 as given, 0 as delivered, 0 as redeemed,
           sum(amount_minor) as spent, 0 as returned
      from gift_daily
     where organization_id = ${scope.organizationId} and dimension = 'department' and what = 'bought' and ${ofDays(scope, filter)}
     group by 1, 2, 3`;
}

const SPENT_BY: Partial<Record<SpendDimension, string>> = {
  department: 'department_id::text',
  month: `to_char(day, 'YYYY-MM')`,
  recipient: 'person_id::text',
  region: 'region',
  marketplace: 'marketplace_id::text',
};

function spent(scope: Scope, filter: SpendFilter): RawBuilder<unknown> {
  return sql`
    select ${sql.raw(SPENT_BY[filter.by] ?? `''`)} as member, currency, ${isNow(filter)} as is_now, 0 as gifts, 0 as asked,
           0 as given, 0 as delivered, 0 as redeemed, sum(amount_minor) as spent, 0 as returned
      from spent_daily
     where organization_id = ${scope.organizationId} and ${ofDays(scope, filter)}
     group by 1, 2, 3`;
}

function isNow({ from }: SpendFilter): RawBuilder<boolean> {
  return sql`day >= ${from}::date`;
}

/** The days, with those before, which they directly follow. */
function ofDays(scope: Scope, { departmentId, ...days }: SpendFilter): RawBuilder<unknown> {
  return sql`day between ${rangeBefore(days).from}::date and ${days.to}::date
       and ${within(scope, { department: 'department_id' })}
       ${departmentId === undefined ? sql`` : sql`and department_id = ${departmentId}::uuid`}`;
}

function nameOf(by: SpendDimension): RawBuilder<unknown> {
  return NAMED[by] === undefined ? sql`null` : sql`named.name`;
}

const NAMED: Partial<Record<SpendDimension, string>> = {
  department: 'department',
  giver: 'person',
  recipient: 'person',
  marketplace: 'marketplace',
};

function namesOf({ organizationId }: Scope, by: SpendDimension): RawBuilder<unknown> {
  const table = NAMED[by];
  if (table === undefined) return sql``;
  return sql`left join ${sql.table(table)} named
        on named.organization_id = ${organizationId} and named.id = nullif(c.member, '')::uuid`;
}
