import { deepStrictEqual } from 'node:assert/strict';
import { sql } from 'kysely';
import { type DepartmentSpend, spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { type BenchPostgres, openMigrated, runSql } from '../bench-postgres.ts';
import { type Figure, figureOf } from '../figures.ts';
import { printTable } from '../print-table.ts';
import { COMPANY, fillCompany, fillGifts, type Stretch } from './fill-gifts.ts';

const GIFTS = 5_000_000;
const TIMES = 10;
const ROUNDS = 5;
const REPORTS_A_ROUND = 20;

/** Two months of as many days: one like those before it, and one that had ten times the gifts a day. */
const USUAL = { fromMonth: '2026-08', toMonth: '2026-08' };
const BUSY = { fromMonth: '2026-10', toMonth: '2026-10' };

type Months = typeof USUAL;

export type ReportResult = {
  /** A month's spend by department beside 5,000,000 gifts: the median and the slowest of all. */
  ms5m: number;
  ms5mMax: number;
  /** A month with ten times the gifts a day, and how often that is what a usual month takes. */
  ms10TimesADay: number;
  ratio10TimesADay: number;
  /** How many times longer the same sums take when they are added up from the gifts, without and with an index for it. */
  ratioToGifts: number;
  ratioToIndexedGifts: number;
  figures: Record<string, Figure>;
};

/** How long a month's spend by department takes, and the same sums from the gifts themselves. */
export async function measureReport(postgres: BenchPostgres, gifts = GIFTS): Promise<ReportResult> {
  const url = await postgres.createDatabase('bench_report');
  const db = await openMigrated(url);
  try {
    await fillCompany(url);
    for (const stretch of stretchesOf(gifts)) await fillGifts(url, stretch);
    for (const months of [USUAL, BUSY]) {
      const ofGifts = await spendFromGifts(db, months);
      deepStrictEqual(await spend(db, months), ofGifts, 'the report is not the sum of the gifts');
    }
    return report(await measureAll(db, url));
  } finally {
    await db.destroy();
  }
}

/** 23 months with as many gifts a day, and a last one with ten times as many, by ten times as many people. */
function stretchesOf(gifts: number): Stretch[] {
  const [start, busy, end] = ['2024-11-01', '2026-10-01', '2026-11-01'] as const;
  const days = daysBetween(start, busy);
  const usualGifts = Math.round((gifts * days) / (days + TIMES * daysBetween(busy, end)));
  return [
    { first: 0, count: usualGifts, from: start, to: busy, givers: 3_000 },
    { first: usualGifts, count: gifts - usualGifts, from: busy, to: end, givers: TIMES * 3_000 },
  ];
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

const USUAL_MONTH = 'Largesse, a month';
const BUSY_MONTH = `Largesse, a month with ${TIMES} times the gifts a day`;
const ALL_MONTHS = 'Largesse, all 24 months';
const USUAL_GIFTS = 'from the gifts, a month';
const BUSY_GIFTS = `from the gifts, a month with ${TIMES} times the gifts a day`;
const INDEXED_GIFTS = 'from the gifts with an index for it, a month';

async function measureAll(db: Db, url: string): Promise<Record<string, Figure>> {
  const plain = await inTurns({
    [USUAL_MONTH]: { times: REPORTS_A_ROUND, work: () => spend(db, USUAL) },
    [BUSY_MONTH]: { times: REPORTS_A_ROUND, work: () => spend(db, BUSY) },
    [ALL_MONTHS]: { times: 1, work: () => spendByDepartment(db, everythingOf(COMPANY.organizationId)) },
    [USUAL_GIFTS]: { times: 1, work: () => spendFromGifts(db, USUAL) },
    [BUSY_GIFTS]: { times: 1, work: () => spendFromGifts(db, BUSY) },
  });
  await runSql(url, ['create index bench_gift_time on gift (organization_id, created_at)', 'analyze gift']);
  const indexed = await inTurns({ [INDEXED_GIFTS]: { times: 1, work: () => spendFromGifts(db, USUAL) } });
  return { ...plain, ...indexed };
}

type Work = { times: number; work: () => Promise<unknown> };

/** Milliseconds of every single time, and not of rounds: the slowest report is somebody's. The first round only warms up. */
async function inTurns(works: Record<string, Work>): Promise<Record<string, Figure>> {
  const samples = Object.entries(works).map(([name, { times, work }]) => ({
    name,
    times,
    work,
    ms: [] as number[],
  }));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { times, work, ms } of samples) {
      for (let turn = 0; turn < times; turn += 1) {
        const startedAt = performance.now();
        await work();
        if (round > 0) ms.push(performance.now() - startedAt);
      }
    }
  }
  return Object.fromEntries(samples.map(({ name, ms }) => [name, figureOf(ms)]));
}

function spend(db: Db, months: Months): Promise<DepartmentSpend[]> {
  return spendByDepartment(db, everythingOf(COMPANY.organizationId), months);
}

/** The same sums as one would take them from the gifts. */
async function spendFromGifts(db: Db, { fromMonth, toMonth }: Months): Promise<DepartmentSpend[]> {
  const { rows } = await sql<DepartmentSpend>`
    select d.name as department, ${fromMonth}::text as month, g.currency, count(*)::integer as gifts,
           sum(g.amount_minor)::bigint as "amountMinor"
      from gift g
      join department d on d.organization_id = g.organization_id and d.id = g.department_id
     where g.organization_id = ${COMPANY.organizationId}
       and g.created_at >= to_date(${fromMonth}, 'YYYY-MM')::timestamp at time zone 'UTC'
       and g.created_at < (to_date(${toMonth}, 'YYYY-MM') + interval '1 month') at time zone 'UTC'
       and g.status not in ('reserved', 'voided')
     group by d.name, g.currency
     order by department, g.currency`.execute(db);
  return rows;
}

function report(figures: Record<string, Figure>): ReportResult {
  const usual = figures[USUAL_MONTH] ?? figureOf([]);
  function ratioOf(name: string): number {
    return (figures[name]?.median ?? 0) / usual.median;
  }
  const lines = Object.entries(figures).map(([name, figure]) => ({
    name,
    figure,
    ratio: name === USUAL_MONTH ? undefined : ratioOf(name),
  }));
  printTable('spend by department', 'ms', lines);
  return {
    ms5m: usual.median,
    ms5mMax: usual.highest,
    ms10TimesADay: figures[BUSY_MONTH]?.median ?? 0,
    ratio10TimesADay: ratioOf(BUSY_MONTH),
    ratioToGifts: ratioOf(USUAL_GIFTS),
    ratioToIndexedGifts: ratioOf(INDEXED_GIFTS),
    figures,
  };
}
