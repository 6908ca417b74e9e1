import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type DayRange, rangeBefore } from '#src/domain/report/day-range.ts';
import { monthPieces, type SpanPiece, spanPieces } from '#src/domain/report/span-pieces.ts';
import { type SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import {
  defaultSort,
  figuresBy,
  SPEND_FIGURES,
  type SpendFigure,
  type SpendFigures,
  type SpendSort,
} from '#src/domain/report/spend-words.ts';

/**
 * What to tell spend apart by, over which days, and in which order. `part`: only these rows of each currency, the first of which is 0,
 * and those that are largest by what the dimension is about; where there are fewer, the last ones. All months come together.
 */
export type SpendFilter = DayRange & {
  by: SpendDimension;
  departmentId?: string | undefined;
  sort?: SpendSort | undefined;
  part?: { first: number; count: number } | undefined;
};

/**
 * What came of one department, person, region, occasion, marketplace or month in one currency. `member`: its id, or the region, occasion
 * or month itself; empty where there is none. `name` is null where the member is its own name. `before`: in the days before; null
 * for a month, whose month before is a row of its own. `place`: among those of its currency as they were sorted, from 1 on; `rank`:
 * among them by what the dimension is about.
 */
export type SpendRow = {
  member: string;
  name: string | null;
  currency: string;
  gifts: number;
  now: SpendFigures;
  before: SpendFigures | null;
  place: number;
  rank: number;
};

/** `members`: how many rows there are of this currency, on all pages. */
export type SpendTotal = {
  currency: string;
  gifts: number;
  now: SpendFigures;
  before: SpendFigures;
  members: number;
};

/** Rows by currency, in order, and all of them added up for each currency. */
export type SpendReport = { rows: SpendRow[]; totals: SpendTotal[] };

/** As many of the largest come with any part. */
const LARGEST = 24;

/**
 * Spend over any days, from what is added up by day, month, quarter and year, and what was noted since: it costs members and not
 * gifts. What the figures mean is said in domain/report/spend-words.ts.
 */
export async function listSpend(db: Reader, scope: Scope, filter: SpendFilter): Promise<SpendReport> {
  const { by, part } = filter;
  const wanted = part === undefined || by === 'month' ? sql`true` : isWanted(part);
  const sort = filter.sort ?? defaultSort(by);
  const { rows } = await sql<Found>`
    with counted as (${addedUp(scope, filter, dimensionOf(by))}),
    total as (${addedUp(scope, { ...filter, by: TOTALS_BY[by] ?? 'department' }, sql`''`)}),
    named as (
      select c.*, ${nameOf(by)} as name
        from counted c ${namesOf(scope, by)} where ${isSomething(by)}),
    placed as (
      select named.*, count(*) over (partition by currency) as members,
             row_number() over (partition by currency order by ${orderOf(by, sort)}) as place,
             row_number() over (partition by currency order by ${orderOf(by, defaultSort(by))}) as rank
        from named)
    select member, currency, ${COLUMNS}, name, members, place, rank from placed where ${wanted}
     union all
    select null, currency, ${COLUMNS}, null, 0, 0, 0 from total
     order by currency, place`.execute(db);
  return reportOf(rows, by);
}

type Found = Record<`${'now' | 'before'}_${SpendFigure}`, bigint> & {
  member: string | null;
  name: string | null;
  currency: string;
  now_gifts: bigint;
  members: bigint;
  place: bigint;
  rank: bigint;
};

function reportOf(found: readonly Found[], by: SpendDimension): SpendReport {
  const rows = found.flatMap(({ member, ...one }): SpendRow[] => {
    if (member === null) return [];
    const { name, currency } = one;
    return [
      {
        member,
        name,
        currency,
        gifts: Number(one.now_gifts),
        now: figuresOf(one, 'now'),
        before: by === 'month' ? null : figuresOf(one, 'before'),
        place: Number(one.place),
        rank: Number(one.rank),
      },
    ];
  });
  const members = new Map(found.map((one) => [one.currency, Number(one.members)]));
  const totals = found
    .filter(({ member }) => member === null)
    .map((one): SpendTotal => {
      return {
        currency: one.currency,
        gifts: Number(one.now_gifts),
        now: figuresOf(one, 'now', by),
        before: figuresOf(one, 'before', by),
        members: members.get(one.currency) ?? 0,
      };
    });
  return { rows, totals };
}

/** Those that the dimension has. */
function figuresOf(found: Omit<Found, 'member'>, side: 'now' | 'before', by?: SpendDimension): SpendFigures {
  const has = by === undefined ? SPEND_FIGURES : figuresBy(by);
  const figures = SPEND_FIGURES.map((figure) => [
    figure,
    has.includes(figure) ? BigInt(found[`${side}_${figure}`]) : 0n,
  ]);
  return Object.fromEntries(figures) as SpendFigures;
}

const COLUMNS = sql.raw(
  [
    'now_gifts',
    ...['now', 'before'].flatMap((side) => SPEND_FIGURES.map((figure) => `${side}_${figure}`)),
  ].join(', '),
);

/** In which dimension everything is that another one has: of people there are many, of departments few. */
const TOTALS_BY: Partial<Record<SpendDimension, SpendDimension>> = { marketplace: 'marketplace' };

function dimensionOf(by: SpendDimension): RawBuilder<unknown> {
  if (by === 'department') return sql`s.department_id::text`;
  if (by === 'month') return sql`to_char(s.start, 'YYYY-MM')`;
  return sql`s.member`;
}

/** Of each member, what was now and before: each is added up by itself, which takes less than telling them apart in every row. */
function addedUp(scope: Scope, filter: SpendFilter, member: RawBuilder<unknown>): RawBuilder<unknown> {
  const isMonth = filter.by === 'month';
  const before = rangeBefore({ from: filter.from, to: filter.to });
  const sides = {
    n: { days: filter, pieces: isMonth ? monthPieces(filter) : spanPieces(filter) },
    b: { days: before, pieces: isMonth ? [] : spanPieces(before) },
  };
  const columns = SPEND_FIGURES.flatMap((figure) => [
    sql`coalesce(${sql.ref(`n.${figure}`)}, 0) as ${sql.ref(`now_${figure}`)}`,
    sql`coalesce(${sql.ref(`b.${figure}`)}, 0) as ${sql.ref(`before_${figure}`)}`,
  ]);
  return sql`
    select member, currency, coalesce(n.gifts, 0) as now_gifts, ${sql.join(columns)}
      from (${addedUpOver(scope, filter, { member, ...sides.n })}) n
      full join (${addedUpOver(scope, filter, { member, ...sides.b })}) b using (member, currency)`;
}

type Side = { member: RawBuilder<unknown>; days: DayRange; pieces: readonly SpanPiece[] };

function addedUpOver(scope: Scope, filter: SpendFilter, side: Side): RawBuilder<unknown> {
  const dimension = filter.by === 'month' ? 'department' : filter.by;
  const parts = [
    ...side.pieces.map((piece) => sumsOf(scope, filter, { dimension, piece, member: side.member })),
    noted(scope, filter, { dimension, ...side }),
  ];
  const sums = SPEND_FIGURES.map((figure) => sql`sum_minor(${sql.ref(figure)}) as ${sql.ref(figure)}`);
  return sql`
    select member, currency, sum_minor(gifts) as gifts, ${sql.join(sums)}
      from (${sql.join(parts, sql` union all `)}) c group by 1, 2`;
}

/** Each so many times. */
function figuresOfRow(times: number): RawBuilder<unknown> {
  const factor = times === 1 ? sql`` : sql`${sql.lit(times)} * `;
  const figures = SPEND_FIGURES.map(
    (figure) => sql`${factor}${sql.ref(`s.${figure}_minor`)} as ${sql.ref(figure)}`,
  );
  return sql`${factor}s.gifts as gifts, ${sql.join(figures)}`;
}

type Piece = { dimension: SpendDimension; piece: SpanPiece; member: RawBuilder<unknown> };

function sumsOf(
  scope: Scope,
  filter: SpendFilter,
  { dimension, piece: { span, from, to, times }, member }: Piece,
): RawBuilder<unknown> {
  return sql`
    select ${member} as member, s.currency, ${figuresOfRow(times)}
      from spend_sum s
     where s.organization_id = ${scope.organizationId} and s.dimension = ${dimension} and s.span = ${span}
       and s.start between ${from}::date and ${to}::date and ${ofDepartments(scope, filter)}`;
}

/** What was noted and is not added up yet. */
function noted(
  scope: Scope,
  filter: SpendFilter,
  { dimension, member, days }: Pick<Side, 'member' | 'days'> & { dimension: SpendDimension },
): RawBuilder<unknown> {
  return sql`
    select ${member} as member, s.currency, ${figuresOfRow(1)}
      from (select organization_id, day as start, department_id, currency, ${sql.raw(NOTED_AS[dimension] ?? `''`)} as member,
                   gifts::bigint as gifts, ${sql.join(SPEND_FIGURES.map((figure) => notedFigure(dimension, figure)))}
              from spend_noted) s
     where s.organization_id = ${scope.organizationId} and s.member is not null
       and s.start between ${days.from}::date and ${days.to}::date and ${ofDepartments(scope, filter)}`;
}

const NOTED_AS: Partial<Record<SpendDimension, string>> = {
  giver: 'giver_id::text',
  recipient: 'recipient_id::text',
  region: 'region',
  occasion: 'occasion',
  marketplace: 'marketplace',
};

function notedFigure(dimension: SpendDimension, figure: SpendFigure): RawBuilder<unknown> {
  const column = sql.ref(`${figure}_minor`);
  return figuresBy(dimension).includes(figure) ? column : sql`0::bigint as ${column}`;
}

function ofDepartments(scope: Scope, { departmentId }: SpendFilter): RawBuilder<unknown> {
  return sql`${within(scope, { department: 's.department_id' })}
       ${departmentId === undefined ? sql`` : sql`and s.department_id = ${departmentId}::uuid`}`;
}

/** A member of whom there is nothing to say is not there; a month of which there was something says so. */
function isSomething(by: SpendDimension): RawBuilder<unknown> {
  const sides = by === 'month' ? ['now'] : ['now', 'before'];
  const parts = sides.flatMap((side) =>
    figuresBy(by).map((figure) => sql`${sql.ref(`c.${side}_${figure}`)} <> 0`),
  );
  return sql`(${sql.join(parts, sql` or `)})`;
}

function orderOf(by: SpendDimension, sort: SpendSort): RawBuilder<unknown> {
  const byName =
    by === 'giver' || by === 'recipient'
      ? sql`name_key, member`
      : sql`fold_text(coalesce(name, member)), member`;
  return sort === 'name' ? byName : sql`${sql.ref(`now_${sort}`)} desc, ${byName}`;
}

function isWanted({ first, count }: { first: number; count: number }): RawBuilder<unknown> {
  const start = sql`least(${first}::bigint, (members - 1) / ${count}::bigint * ${count}::bigint)`;
  return sql`rank <= ${LARGEST} or (place > ${start} and place <= ${start} + ${count}::bigint)`;
}

function nameOf(by: SpendDimension): RawBuilder<unknown> {
  if (by === 'giver' || by === 'recipient') return sql`n.name_key, n.name`;
  return NAMED[by] === undefined ? sql`null::text` : sql`n.name`;
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
  return sql`left join ${sql.table(table)} n
        on n.organization_id = ${organizationId} and n.id = nullif(c.member, '')::uuid`;
}
