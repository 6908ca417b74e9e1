import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connect } from '#src/db/kit/connect.ts';
import { askDesk } from './desk.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

export type TestDatabase = {
  db: Db;
  /** For further pools, other processes and the queue. */
  url: string;
  /** Closes `db` and removes the database, whoever is still connected. */
  drop: () => Promise<void>;
};

const POOL_SIZE = 10;

/**
 * A migrated database of one's own on the run's Postgres, in some fifty milliseconds.
 *
 * Made at the top of a file, with `afterAll(database.drop)`: tests share it and keep apart by organization.
 * An empty one has no tables at all.
 */
export async function createTestDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  return copyDatabase(await askDesk('database'), isEmpty ? 'template1' : 'template_largesse');
}

/** Databases that all begin with the same rows. */
export type DatabaseCopies = {
  /** The next one; drop it after its test. */
  create: () => Promise<TestDatabase>;
  /** Removes what they are copied from. */
  drop: () => Promise<void>;
};

/**
 * Databases that all begin as `fill` leaves the first one, for tests that each break something. Filled once and then copied, they
 * cost a fraction of what filling each would.
 */
export function createDatabaseCopies(fill: (db: Db) => Promise<void>): DatabaseCopies {
  let filling: Promise<TestDatabase> | undefined;
  return {
    async create() {
      filling ??= createFilled(fill);
      return copyDatabase(await askDesk('database'), nameOf(await filling));
    },
    drop: async () => (await filling)?.drop(),
  };
}

async function createFilled(fill: (db: Db) => Promise<void>): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await fill(database.db);
  // Only what nobody is connected to can be copied.
  await database.db.destroy();
  return database;
}

async function copyDatabase(serverUrl: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // The files are copied as they are: a third of what it costs to write each of their pages to the log.
  await administer(serverUrl, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const db = connect({ url: url.href, poolSize: POOL_SIZE, connectTimeoutMs: 25_000 }, silentLog);
  return { db, url: url.href, drop };

  async function drop(): Promise<void> {
    await db.destroy();
    await administer(serverUrl, `drop database if exists ${name} with (force)`);
  }
}

function nameOf({ url }: TestDatabase): string {
  return new URL(url).pathname.slice(1);
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
