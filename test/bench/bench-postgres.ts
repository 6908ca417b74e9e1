import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connect } from '#src/db/kit/connect.ts';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { migrate } from '#src/db/kit/migrate.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { quietLog } from './quiet-log.ts';

export type BenchPostgres = {
  /** Of the role that owns everything. */
  url: string;
  /** Makes an empty database, or a copy of another one, unless one is kept that is called so, and gives its url. */
  createDatabase(name: string, template?: string): Promise<string>;
  stop(): Promise<void>;
};

/**
 * A Postgres of the bench's own, as durable as Largesse's users get it: nothing is switched off. `keepIn`: a folder in which it
 * stays when it stops, for the next run to find. `settings`: what an operator of a large company would set.
 */
export async function startBenchPostgres({
  keepIn,
  settings = {},
}: {
  keepIn?: string | undefined;
  settings?: Record<string, string>;
} = {}): Promise<BenchPostgres> {
  const folder = keepIn ?? (await mkdtemp(join(tmpdir(), 'largesse-bench-')));
  await mkdir(folder, { recursive: true });
  // Postgres refuses root and is run as another user then, who must be able to enter.
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings, log: quietLog });
  return {
    url: postgres.ownerUrl,
    async createDatabase(name, template = 'template1') {
      if (!(await hasDatabase(postgres.ownerUrl, name))) {
        await runSql(postgres.ownerUrl, [`create database ${name} template ${template}`]);
      }
      const url = new URL(postgres.ownerUrl);
      url.pathname = name;
      return url.href;
    },
    async stop() {
      await postgres.stop();
      if (keepIn === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function hasDatabase(url: string, name: string): Promise<boolean> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1;
  } finally {
    await client.end();
  }
}

/** Opens a pool on a database and brings its schema up to date. */
export async function openMigrated(url: string, poolSize = 2): Promise<Db> {
  const db = connect({ url, poolSize }, quietLog);
  await migrate(db);
  return db;
}

/** Runs statements one after the other on one connection, so that a setting holds for those that follow. */
export async function runSql(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
