import type { Db } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';
import { personRow } from '#test/helpers/company.ts';
import { openSite, type Site } from '#test/web/site/open-site.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { type Figure, figureOf, percentileOf } from '../figures.ts';
import { inRounds } from '../in-rounds.ts';
import { findPgbench, prepareTpcb, runTpcb } from '../issue/tpcb.ts';
import { printTable } from '../print-table.ts';

const PEOPLE = 500;
const CLIENTS = 8;
const ROUNDS = 3;
const REDEEMED_A_ROUND = 1_000;
const ISSUED_AT_ONCE = 500;
/** What the page is measured beside. */
const ROWS = 10_000;
const PAGES = 300;

export type WalletResult = {
  redeemsPerSecond: number;
  redeemsPerSecondOfOne: number;
  /** Redeems into many wallets, against TPC-B with as many clients; null where there is no pgbench. */
  ratioToTpcb: number | null;
  /** Server time of the wallet's page for a person with 10,000 rows of activity, and how often that is what an empty one takes. */
  pageP95Ms: number;
  ratioToEmptyPage: number;
  /** What a browser fetches for it, pictures left out. */
  pageBytes: number;
  figures: Record<string, Figure>;
};

/** How fast gifts are redeemed, and how long the wallet's page takes. */
export async function measureWallet(postgres: BenchPostgres): Promise<WalletResult> {
  const url = await postgres.createDatabase('bench_wallet');
  const db = await openMigrated(url, 2 * CLIENTS);
  try {
    const site = await openLargeSite(db);
    const redeems = await inRounds(await redeemVariants(site, postgres), ROUNDS);
    const alice = await site.person('alice');
    while ((await countRows(db, alice.id)) < ROWS) await redeemAll(site, await give(site, [alice]));
    return report(redeems, await measurePages(site));
  } finally {
    await db.destroy();
  }
}

/** What is unusual is told to the admins each time it happens, which is not what is measured: those rules are off. */
async function openLargeSite(db: Db): Promise<Site> {
  const site = await openSite(db);
  const { organization, department } = site.company;
  await site.core.app.people.import(
    organization,
    Array.from({ length: PEOPLE }, (_, index) => personRow(`Person${index} Bench`, 'Engineering')),
  );
  await site.core.app.budget.set({
    department: await department('Engineering'),
    amountMinor: 10n ** 12n,
    actorId: null,
  });
  const velocity = {
    'redeems-per-hour': null,
    'redeems-per-day': null,
    'accounts-per-address': null,
    'unusual-amount': null,
  };
  await site.core.app.wallet.setGuard({
    organizationId: organization.id,
    changes: { velocity },
    actorId: null,
  });
  return site;
}

const MANY = `redeems into ${PEOPLE} wallets`;
const ONE = 'redeems into one wallet';
const TPCB = `TPC-B, ${CLIENTS} clients`;

async function redeemVariants(site: Site, postgres: BenchPostgres) {
  const alice = await site.person('alice');
  const many = await Promise.all(Array.from({ length: PEOPLE }, (_, index) => site.person(`person${index}`)));
  const pgbench = findPgbench();
  const tpcbUrl = pgbench && (await postgres.createDatabase('bench_tpcb'));
  if (pgbench && tpcbUrl) await prepareTpcb(pgbench, tpcbUrl);
  return [
    { name: MANY, measure: async () => redeemAll(site, await give(site, many)) },
    { name: ONE, measure: async () => redeemAll(site, await give(site, [alice])) },
    ...(pgbench && tpcbUrl ? [{ name: TPCB, measure: () => runTpcb(pgbench, tpcbUrl, CLIENTS) }] : []),
  ];
}

type Waiting = { person: Person; giftId: string };

/** Gives a gift after another, to each in turn. Not part of what is measured. */
async function give({ core, company }: Site, people: readonly Person[]): Promise<Waiting[]> {
  const asked: { id: string; person: Person }[] = [];
  for (let index = 0; index < REDEEMED_A_ROUND; index += 1) {
    const person = must(people[index % people.length], 'person');
    const { id } = await company.ask('morgan', firstNameOf(person), '1', { isConfirmed: true });
    asked.push({ id, person });
  }
  for (let from = 0; from < asked.length; from += ISSUED_AT_ONCE) {
    await core.app.recognition.issue(asked.slice(from, from + ISSUED_AT_ONCE).map(({ id }) => id));
  }
  const gifts = await core.db
    .selectFrom('gift')
    .select(['id', 'recognition_id'])
    .where('status', '=', 'issued')
    .execute();
  const byRequest = new Map(gifts.map((gift) => [gift.recognition_id, gift.id]));
  return asked.map(({ id, person }) => ({ person, giftId: must(byRequest.get(id), 'gift') }));
}

function firstNameOf({ name }: Person): string {
  return must(name.split(' ')[0], 'first name').toLowerCase();
}

/** Redeems them, so many at once, and returns how many a second. */
async function redeemAll({ core: { app } }: Site, waiting: readonly Waiting[]): Promise<number> {
  const next = waiting.values();
  async function work(): Promise<void> {
    for (const { person, giftId } of next) {
      const redeemed = await app.gift.redeem({ person, giftId });
      if (!redeemed.ok) throw new Error(`a gift was not redeemed: ${redeemed.refusal.kind}`);
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, work));
  return (waiting.length * 1_000) / (performance.now() - startedAt);
}

async function countRows(db: Db, personId: string): Promise<number> {
  const { count } = await db
    .selectFrom('gift')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('recipient_id', '=', personId)
    .where('status', '=', 'redeemed')
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Pages = { full: number[]; empty: number[]; bytes: number };

async function measurePages(site: Site): Promise<Pages> {
  const [alice, bob] = [await site.signIn('alice'), await site.signIn('bob')];
  const pages: Pages = { full: [], empty: [], bytes: 0 };
  for (let page = 0; page < PAGES; page += 1) {
    pages.full.push(await timed(async () => void (await alice.get('/wallet'))));
    pages.empty.push(await timed(async () => void (await bob.get('/wallet'))));
  }
  const { text } = await alice.get('/wallet');
  const styles = [...text.matchAll(/<link[^>]+href="([^"]+\.css)"/gu)].map(([, href]) => href ?? '');
  const scripts = [...text.matchAll(/<script[^>]+src="([^"]+)"/gu)].map(([, src]) => src ?? '');
  pages.bytes = Buffer.byteLength(text);
  for (const path of [...styles, ...scripts]) pages.bytes += Buffer.byteLength((await alice.get(path)).text);
  return pages;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function report(redeems: Record<string, Figure>, { full, empty, bytes }: Pages): WalletResult {
  const tpcb = redeems[TPCB];
  const [many, one] = [must(redeems[MANY], 'figure'), must(redeems[ONE], 'figure')];
  printTable(
    'redeems, eight at once',
    'a second',
    Object.entries(redeems).map(([name, figure]) => ({
      name,
      figure,
      ratio: tpcb && figure.median / tpcb.median,
    })),
  );
  const pages = {
    [`the wallet’s page, ${ROWS.toLocaleString('en-US')} rows of activity`]: figureOf(full),
    'the wallet’s page, nothing in it': figureOf(empty),
  };
  const [p95, emptyP95] = [percentileOf(full, 0.95), percentileOf(empty, 0.95)];
  printTable(
    'pages',
    'ms',
    Object.entries(pages).map(([name, figure]) => ({
      name,
      figure,
      ratio: figure.median / figureOf(empty).median,
    })),
  );
  process.stdout.write(`p95: ${p95.toFixed(1)} ms, empty ${emptyP95.toFixed(1)} ms; ${bytes} bytes\n`);
  return {
    redeemsPerSecond: many.median,
    redeemsPerSecondOfOne: one.median,
    ratioToTpcb: tpcb ? many.median / tpcb.median : null,
    pageP95Ms: p95,
    ratioToEmptyPage: p95 / emptyP95,
    pageBytes: bytes,
    figures: { ...redeems, ...pages },
  };
}
