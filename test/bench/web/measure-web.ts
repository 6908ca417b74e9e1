import { sql } from 'kysely';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '#src/db/kit/schema.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { must } from '#src/domain/kit/must.ts';
import { openMigrated, startBenchPostgres } from '../bench-postgres.ts';
import { type Figure, figureOf, percentileOf } from '../figures.ts';
import { printTable } from '../print-table.ts';
import { openCompany } from './fill-company.ts';
import { type Ids, type PageToMeasure, pagesToMeasure } from './pages-to-measure.ts';
import { buildSite, get, type SiteProcess, startSite, watchMemory } from './site-process.ts';

const GIFTS = 200_000;
const ROUNDS = 20;
/** What is slow beyond doubt is measured in so many rounds only. */
const SLOW_ROUNDS = 3;
const SLOW_MS = 1_000;
const BARE = '/livez';
const MOST_SHOWN = 25;
/** So many rows are asked for as a file, where there are so many. */
const EXPORTED = 1_000_000;

/** As the operator of a server would set a Postgres that has 8 GB for such a company. */
const SETTINGS = {
  shared_buffers: '2GB',
  effective_cache_size: '6GB',
  maintenance_work_mem: '1GB',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
  // What is seeded grows too fast for statistics that are taken once a minute.
  autovacuum_naptime: '5s',
};

export type WebResult = {
  /** How many gifts there were, of how many people. */
  gifts: number;
  people: number;
  /** Of all pages with all their filters, the slowest one's 95th percentile, and which it is. */
  slowestP95Ms: number;
  slowestPage: string;
  /** How many pages there are, and how many of them stay under 100 ms. */
  pages: number;
  pagesUnder100Ms: number;
  /** The slowest page, against a route that does nothing, in the same rounds. */
  ratioToBare: number;
  /** The newest gifts as CSV and as a workbook, the worse one: until the first byte came, the server's memory at most, and by how much that grew. */
  exportRows: number;
  exportSeconds: number;
  exportFirstByteMs: number;
  exportPeakMb: number;
  exportGrowthMb: number;
  figures: Record<string, Figure>;
};

/** How long pages take beside many gifts, over HTTP, and what exporting a million of these takes. */
export async function measureWeb({
  gifts = GIFTS,
  keepIn,
}: {
  gifts?: number | undefined;
  keepIn?: string | undefined;
}): Promise<WebResult> {
  const postgres = await startBenchPostgres({
    keepIn: keepIn === undefined ? undefined : join(keepIn, 'web'),
    settings: SETTINGS,
  });
  try {
    const url = await openCompany(postgres, gifts);
    const db = await openMigrated(url);
    try {
      return report({ ...(await countAll(db)), ...(await measureAll(db, url)) });
    } finally {
      await db.destroy();
    }
  } finally {
    await postgres.stop();
  }
}

async function measureAll(db: Db, url: string): Promise<Pick<Measured, 'figures' | 'files'>> {
  const pages = [{ path: BARE, role: 'hr' as const }, ...pagesToMeasure(await findIds(db))];
  const figures = await withSite(url, (site) => measurePages(site, pages));
  const from = await findExportStart(db);
  const files = {
    csv: await withSite(url, (site) => measureExport(site, { format: 'csv', from })),
    xlsx: await withSite(url, (site) => measureExport(site, { format: 'xlsx', from })),
  };
  return { figures, files };
}

async function withSite<T>(url: string, measure: (site: SiteProcess) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-site-'));
  try {
    const site = await startSite(await buildSite(folder), url);
    try {
      return await measure(site);
    } finally {
      site.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function countAll(db: Db): Promise<Pick<Measured, 'gifts' | 'people'>> {
  const { rows } = await sql<{ gifts: number; people: number }>`
    select (select count(*) from gift)::integer as gifts, (select count(*) from person)::integer as people`.execute(
    db,
  );
  return must(rows[0], 'row');
}

async function findIds(db: Db): Promise<Ids> {
  const gift = await db
    .selectFrom('gift')
    .select(['id', 'department_id', 'giver_id', 'recipient_id'])
    .where('status', '=', 'redeemed')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const pastDay = new Date(Date.now() - 400 * DAY_MS).toISOString().slice(0, 10);
  return {
    departmentId: gift.department_id,
    giverId: gift.giver_id,
    recipientId: gift.recipient_id,
    giftId: gift.id,
    pastDay,
  };
}

/** The day from which on about as many gifts were given as are exported. */
async function findExportStart(db: Db): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    select coalesce(max(day) filter (where given >= ${EXPORTED}), min(day))::text as day
      from (select day, sum(sum(gifts)) over (order by day desc) as given from department_spend_daily group by day) days`.execute(
    db,
  );
  return must(rows[0], 'row').day;
}

/** All pages in turn, again and again; the first round only warms up, and shows which are slow. */
async function measurePages(
  site: SiteProcess,
  pages: readonly PageToMeasure[],
): Promise<Map<string, number[]>> {
  const figures = new Map<string, number[]>();
  const slow = new Set<PageToMeasure>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const page of pages) {
      if (round > SLOW_ROUNDS && slow.has(page)) continue;
      const startedAt = performance.now();
      const { status } = await get(site, page);
      const ms = performance.now() - startedAt;
      const name = `${page.path} (${page.role})`;
      if (status !== 200) throw new Error(`${name} answered ${status}`);
      if (round === 0 && ms > SLOW_MS) slow.add(page);
      if (round > 0) figures.set(name, [...(figures.get(name) ?? []), ms]);
    }
  }
  return figures;
}

type Exported = {
  rows: number;
  bytes: number;
  seconds: number;
  firstByteMs: number;
  peakMb: number;
  growthMb: number;
};

async function measureExport(
  site: SiteProcess,
  { format, from }: { format: 'csv' | 'xlsx'; from: string },
): Promise<Exported> {
  // Whoever gets the file has looked at its page before.
  const query = `figure=given&from=${from}&to=2030-12-31`;
  await get(site, { path: `/spend/gifts?${query}`, role: 'hr' });
  const startedAt = performance.now();
  const { done, peakMb, growthMb } = await watchMemory(site.pid, () =>
    get(site, { path: `/spend/gifts.${format}?${query}`, role: 'hr' }),
  );
  if (done.status !== 200) throw new Error(`the export answered ${done.status}`);
  const { lines, bytes, firstByteMs } = done;
  const seconds = (performance.now() - startedAt) / 1_000;
  return { rows: format === 'csv' ? lines - 1 : 0, bytes, seconds, firstByteMs, peakMb, growthMb };
}

type Measured = {
  gifts: number;
  people: number;
  figures: Map<string, number[]>;
  files: { csv: Exported; xlsx: Exported };
};

function report({ gifts, people, figures, files }: Measured): WebResult {
  const all = [...figures].map(([name, ms]) => ({
    name,
    figure: figureOf(ms),
    p95: percentileOf(ms, 0.95),
  }));
  const bare = must(all[0], 'bare route');
  const pages = all.slice(1).toSorted((one, other) => other.p95 - one.p95);
  const slowest = must(pages[0], 'page');
  const lines = [...pages.slice(0, MOST_SHOWN), bare].map(({ name, figure, p95 }) => ({
    name: `${Math.round(p95)} ms at p95: ${name}`,
    figure,
    ratio: p95 / bare.p95,
  }));
  printTable(`pages beside ${gifts} gifts of ${people} people`, 'ms', lines);
  process.stdout.write(`${JSON.stringify(files)}\n`);
  function most(figure: 'seconds' | 'firstByteMs' | 'peakMb' | 'growthMb'): number {
    return Math.max(files.csv[figure], files.xlsx[figure]);
  }
  return {
    gifts,
    people,
    slowestP95Ms: slowest.p95,
    slowestPage: slowest.name,
    pages: pages.length,
    pagesUnder100Ms: pages.filter(({ p95 }) => p95 < 100).length,
    ratioToBare: slowest.p95 / bare.p95,
    exportRows: files.csv.rows,
    exportSeconds: most('seconds'),
    exportFirstByteMs: most('firstByteMs'),
    exportPeakMb: most('peakMb'),
    exportGrowthMb: most('growthMb'),
    figures: Object.fromEntries([slowest, bare].map(({ name, figure }) => [name, figure])),
  };
}
