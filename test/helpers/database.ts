import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
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
  const serverUrl = await findServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(
    serverUrl,
    `create database ${name} template ${isEmpty ? 'template1' : 'template_largesse'}`,
  );
  const url = new URL(serverUrl);
  url.pathname = name;
  const db = connect({ url: url.href, poolSize: POOL_SIZE }, silentLog);
  return { db, url: url.href, drop };

  async function drop(): Promise<void> {
    await db.destroy();
    await administer(serverUrl, `drop database if exists ${name} with (force)`);
  }
}

async function findServer(): Promise<string> {
  const response = await fetch(inject('databaseDesk'));
  const text = await response.text();
  if (!response.ok) throw new Error(`the test database did not start: ${text}`);
  return text;
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
