import { chmod, mkdtemp, rm } from 'node:fs/promises';
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
  /** Makes an empty database and gives its url. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

/** A Postgres of the bench's own, as durable as Largesse's users get it: nothing is switched off. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-'));
  // Postgres refuses root and is run as another user then, who must be able to enter.
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: quietLog });
  return {
    url: postgres.ownerUrl,
    async createDatabase(name) {
      await runSql(postgres.ownerUrl, [`create database ${name}`]);
      const url = new URL(postgres.ownerUrl);
      url.pathname = name;
      return url.href;
    },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
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
