import { Client } from 'pg';
import { must } from '#src/domain/kit/must.ts';
import { timed } from '../timed.ts';
import { BASE, COPY_OF, type Copies } from './copies.ts';
import { copyPostings, copyRows } from './copy-rows.ts';
import { sumStatements } from './copy-sums.ts';
import { stageTables } from './stage-tables.ts';

const SESSION = [
  // Triggers would sign, count and check each row; what they keep is written with the rows.
  'set session_replication_role = replica',
  'set synchronous_commit = off',
  `set work_mem = '512MB'`,
  `set maintenance_work_mem = '2GB'`,
];

/**
 * Makes of a company one that gave so many times as much, to so many times as many people: each gift, with all that hangs on it, is
 * there once for each copy, from a copy of its giver to one of its recipient. Budgets are as much larger, and all sums are those of the
 * gifts. Signatures and seals do not hold on copies, nor do their codes.
 */
export async function multiplyCompany(url: string, copies: Copies): Promise<void> {
  const client = await openSession(url);
  try {
    const staged = await timed('put aside', async () => {
      await client.query(COPY_OF);
      return stageTables(client);
    });
    const tables = staged.map(({ table }) => `public.${table}`);
    // Much hangs on people that is not copied.
    await client.query('delete from person');
    await client.query(`truncate ${tables.filter((table) => table !== 'public.person').join(', ')}`);
    await setIndexes(client, tables);
    await timed('copied account', async () => {
      await copyRows(
        client,
        must(
          staged.find(({ table }) => table === 'account'),
          'account',
        ),
        copies,
      );
      await client.query('reindex table account');
      await client.query('analyze account');
    });
    const work = staged
      .filter(({ table }) => table !== 'account')
      .map((one) => async () => {
        await timed(`copied ${one.table}`, () =>
          inSession(url, async (other) => {
            await (one.table === 'posting' ? copyPostings : copyRows)(other, one, copies);
            await other.query(`reindex table public.${one.table}`);
          }),
        );
      });
    await inLanes(work);
    await timed('added up', async () => {
      for (const statement of sumStatements(copies)) await client.query(statement);
    });
    await timed('tidied', async () => {
      await client.query(`drop schema ${BASE} cascade`);
      await client.query('vacuum analyze');
      await client.query('checkpoint');
    });
  } finally {
    await client.end();
  }
}

/** Indexes are built when all rows are there, which is quicker by far. `reindex` makes them ready again. */
async function setIndexes(client: Client, tables: readonly string[]): Promise<void> {
  await client.query(
    `update pg_index set indisready = false, indisvalid = false where indrelid = any ($1::regclass[])`,
    [tables],
  );
}

async function openSession(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  for (const statement of SESSION) await client.query(statement);
  return client;
}

async function inSession(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = await openSession(url);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function inLanes(work: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = work.values();
  await Promise.all([run(), run()]);
  async function run(): Promise<void> {
    for (const one of waiting) await one();
  }
}
