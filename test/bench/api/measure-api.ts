import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { must } from '#src/domain/kit/must.ts';
import { serveWeb } from '#src/web/serve-web.ts';
import { openApi } from '#test/web/api/open-api.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { figureOf, percentileOf } from '../figures.ts';
import { inRounds } from '../in-rounds.ts';
import { printTable } from '../print-table.ts';

const CALLS = 200;
const ROUNDS = 3;
/** A token may be used 600 times a minute. */
const TOKENS = 20;

const WRITE = 'POST /v1/recognitions';
const READ = 'GET /v1/gifts';
const BARE = 'a bare Hono route, one insert';

/** How long a program waits for the API, beside the least that a route which writes can do. It is printed, and kept nowhere. */
export async function measureApi(postgres: BenchPostgres): Promise<void> {
  const db = await openMigrated(await postgres.createDatabase('bench_api'), 8);
  const api = await openApi(db);
  const tokens = await Promise.all(Array.from({ length: TOKENS }, () => api.makeToken('morgan')));
  await sql`create table bare (id uuid primary key, body jsonb not null)`.execute(db);
  const bare = new Hono().post('/', async (c) => {
    const body: unknown = await c.req.json();
    await sql`insert into bare (id, body) values (${randomUUID()}, ${JSON.stringify(body)}::jsonb)`.execute(
      db,
    );
    return c.json({ ok: true }, 202);
  });
  const [ours, theirs] = [await serve(api.web), await serve(bare)];
  try {
    const waits = new Map<string, number[]>();
    const variants = [
      { name: WRITE, ask: (nth: number) => give(ours.url, tokenOf(nth)) },
      { name: READ, ask: (nth: number) => list(ours.url, tokenOf(nth)) },
      { name: BARE, ask: () => post(theirs.url, {}) },
    ];
    const medians = await inRounds(
      variants.map(({ name, ask }) => ({ name, measure: () => measure(name, ask) })),
      ROUNDS,
    );
    const least = must(medians[BARE], BARE).median;
    printTable(
      'API, one call after another',
      'ms, p50',
      variants.map(({ name }) => {
        const figure = must(medians[name], name);
        return { name, figure, ratio: name === BARE ? undefined : figure.median / least };
      }),
    );
    const slowest = variants.map(({ name }) => {
      const p99 = percentileOf(must(waits.get(name), name), 0.99);
      return { name, figure: figureOf([p99]) };
    });
    printTable('API, one call after another', 'ms, p99 of all', slowest);

    async function measure(name: string, ask: (nth: number) => Promise<Response>): Promise<number> {
      const waited: number[] = [];
      for (let nth = 0; nth < CALLS; nth += 1) {
        const startedAt = performance.now();
        const response = await ask(nth);
        await response.arrayBuffer();
        waited.push(performance.now() - startedAt);
        if (!response.ok) throw new Error(`${name} answered ${response.status}`);
      }
      waits.set(name, [...(waits.get(name) ?? []), ...waited]);
      // Rounds may be quick: what was counted of a token is forgotten.
      await sql`delete from rate_limit`.execute(db);
      return percentileOf(waited, 0.5);
    }
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
    await db.destroy();
  }

  function tokenOf(nth: number): string {
    return must(tokens[nth % TOKENS], 'token').text;
  }
}

function serve(app: Parameters<typeof serveWeb>[0]['app']) {
  return serveWeb({ app, webhooks: [], host: '127.0.0.1', port: 0 });
}

const GIFT = { recipients: [{ email: 'alice@example.com' }], amountMinor: 100, currency: 'USD' };

function give(url: string, token: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
  return post(`${url}/v1/recognitions`, headers);
}

function list(url: string, token: string): Promise<Response> {
  return fetch(`${url}/v1/gifts`, { headers: { authorization: `Bearer ${token}` } });
}

function post(url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(GIFT),
  });
}
