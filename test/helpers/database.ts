import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connect } from '#src/db/kit/connect.ts';
import { APPLICATION_ROLE, applicationPassword } from '#src/embedded-postgres/application-role.ts';
import { askDesk } from './desk.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

export type TestDatabase = {
  /** As the role that Largesse works as, which has the rights it needs and no more. */
  db: Db;
  /** For further pools, other processes and the queue. */
  url: string;
  /** As the owner of the tables, a superuser: for what somebody does by hand. */
  owner: Db;
  ownerUrl: string;
  /** Closes both pools and removes the database, whoever is still connected. */
  drop: () => Promise<void>;
};

const POOL_SIZE = 10;

/**
 * A migrated database of one's own on the run's Postgres, in some fifty milliseconds.
 *
 * Made at the top of a file, with `afterAll(database.drop)`: tests share it and keep apart by organization.
 * An empty one has no tables at all, and `db` is its owner.
 */
export async function createTestDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const serverUrl = await askDesk('database');
  return isEmpty
    ? asOwner(await copyDatabase(serverUrl, 'template1'))
    : copyDatabase(serverUrl, 'template_largesse');
}

const owners = new WeakMap<Db, Db>();

/** The same database as the owner of its tables, for what somebody does to a company's by hand. */
export function ownerOf(db: Db): Db {
  return owners.get(db) ?? db;
}

function asOwner({ owner, ownerUrl, drop }: TestDatabase): TestDatabase {
  return { db: owner, url: ownerUrl, owner, ownerUrl, drop };
}

/** Writes the rows that databases begin with, as Largesse does, and as the owner of the tables does by hand. */
export type Fill = (db: Db, owner: Db) => Promise<void>;

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
export function createDatabaseCopies(fill: Fill): DatabaseCopies {
  let filling: Promise<TestDatabase> | undefined;
  return {
    async create() {
      filling ??= createFilled(fill);
      return copyDatabase(await askDesk('database'), nameOf(await filling));
    },
    drop: async () => (await filling)?.drop(),
  };
}

async function createFilled(fill: Fill): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await fill(database.db, database.owner);
  // Only what nobody is connected to can be copied.
  await Promise.all([database.db.destroy(), database.owner.destroy()]);
  return database;
}

async function copyDatabase(serverUrl: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(
    serverUrl,
    // The files are copied as they are: a third of what it costs to write each of their pages to the log.
    `create database ${name} template ${template} strategy file_copy`,
    // A copy does not take over what may be done in the database as a whole.
    `revoke temporary on database ${name} from public`,
  );
  const ownerUrl = new URL(serverUrl);
  ownerUrl.pathname = name;
  const url = applicationUrl(ownerUrl.href);
  const [db, owner] = [url, ownerUrl.href].map((one) =>
    connect({ url: one, poolSize: POOL_SIZE, connectTimeoutMs: 60_000 }, silentLog),
  ) as [Db, Db];
  owners.set(db, owner);
  return { db, url, owner, ownerUrl: ownerUrl.href, drop };

  async function drop(): Promise<void> {
    await Promise.all([db.destroy(), owner.destroy()]);
    await administer(serverUrl, `drop database if exists ${name} with (force)`);
  }
}

/** A database of the run's server for the owner of its tables. */
export async function ownerUrlOf(url: string): Promise<string> {
  return Object.assign(new URL(await askDesk('database')), { pathname: new URL(url).pathname }).href;
}

/** The same database for the role that Largesse works as on a server of ours. */
export function applicationUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = applicationPassword(url.password);
  url.username = APPLICATION_ROLE;
  return url.href;
}

function nameOf({ url }: TestDatabase): string {
  return new URL(url).pathname.slice(1);
}

async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
