import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { checkSession } from '#src/db/kit/session.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import { transact } from '#src/db/kit/transact.ts';
import { createRecordingQueue } from '#test/helpers/recording-queue.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { hasPgBouncer, type PgBouncer, startPgBouncer } from '#test/servers/pgbouncer.ts';

const HOSTILE = {
  datestyle: 'German',
  timezone: 'Asia/Kolkata',
  default_transaction_isolation: 'serializable',
  search_path: 'elsewhere',
};

const database = await createTestDatabase();
const name = new URL(database.url).pathname.slice(1);

async function setDefaults(settings: Record<string, string>): Promise<void> {
  await sql`alter database ${sql.ref(name)} reset all`.execute(database.owner);
  for (const [setting, value] of Object.entries(settings))
    await sql`alter database ${sql.ref(name)} set ${sql.raw(setting)} = ${sql.lit(value)}`.execute(
      database.owner,
    );
}

/** Runs `look` on a connection made after the defaults were set. */
async function lookAt<T>(url: string, look: (db: Db) => Promise<T>): Promise<T> {
  const db = connect({ url, poolSize: 2 }, silentLog);
  try {
    return await look(db);
  } finally {
    await db.destroy();
  }
}

async function session(db: Db): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select current_setting('TimeZone') as zone, current_setting('transaction_isolation') as isolation,
           timestamptz '2026-03-01 09:30+00' as instant, (select count(*) from organization) as organizations`.execute(
    db,
  );
  return rows[0] ?? {};
}

const WANTED = {
  zone: 'UTC',
  isolation: 'read committed',
  instant: new Date('2026-03-01T09:30:00Z'),
  organizations: 0n,
};

beforeAll(async () => {
  await sql`create schema elsewhere`.execute(database.owner);
  await sql`create table elsewhere.organization (wrong boolean)`.execute(database.owner);
  await sql`insert into elsewhere.organization values (true)`.execute(database.owner);
  await sql`grant usage on schema elsewhere to public`.execute(database.owner);
  await sql`grant select on elsewhere.organization to public`.execute(database.owner);
});
afterAll(() => database.drop());

describe('a session', () => {
  it('is the same whatever the database sets by default', async () => {
    await setDefaults(HOSTILE);

    expect(await lookAt(database.url, session)).toEqual(WANTED);
    await expect(lookAt(database.url, checkSession)).resolves.toBeUndefined();
  });

  it('lets no temporary table stand in for one of ours', async () => {
    await setDefaults({});
    const found = await lookAt(database.ownerUrl, (db) =>
      db.connection().execute(async (one) => {
        await sql`create temp table organization (wrong boolean)`.execute(one);
        await sql`insert into pg_temp.organization values (true)`.execute(one);
        return session(one);
      }),
    );

    expect(found).toEqual(WANTED);
  });
});

describe.skipIf(!hasPgBouncer())('a session through PgBouncer in transaction mode', () => {
  let strict: PgBouncer;
  let lax: PgBouncer;

  beforeAll(async () => {
    strict = await startPgBouncer(database.url);
    lax = await startPgBouncer(database.url, { ignore: ['search_path', 'default_transaction_isolation'] });
  });
  afterAll(async () => {
    await strict.stop();
    await lax.stop();
  });

  it.each(['strict', 'lax'] as const)('reads dates in ISO and in UTC where it is %s', async (kind) => {
    await setDefaults({ datestyle: 'German', timezone: 'Asia/Kolkata' });
    const url = { strict, lax }[kind].urlOf(database.url);

    const all = await lookAt(url, (db) => Promise.all([session(db), session(db), session(db)]));

    expect(all).toEqual([WANTED, WANTED, WANTED]);
    await expect(lookAt(url, checkSession)).resolves.toBeUndefined();
  });

  it.each([
    ['default_transaction_isolation', 'serializable', 'read committed', 'strict'],
    ['default_transaction_isolation', 'repeatable read', 'read committed', 'lax'],
    ['search_path', 'elsewhere', 'public', 'strict'],
  ] as const)('is refused in words where %s is %s', async (setting, value, wanted, kind) => {
    await setDefaults({ [setting]: value });
    const fresh = await startPgBouncer(
      database.url,
      kind === 'lax' ? { ignore: ['search_path', setting] } : {},
    );
    try {
      const checking = lookAt(fresh.urlOf(database.url), checkSession);

      await expect(checking).rejects.toThrow(WrongSetup);
      await expect(checking).rejects.toThrow(
        `whose ${setting} is ${value}, and does not let Largesse choose`,
      );
      await expect(checking).rejects.toThrow(`in database ${name} set ${setting} = '${wanted}'`);
    } finally {
      await fresh.stop();
    }
  });

  it('opens transactions at our isolation even so', async () => {
    await setDefaults({ default_transaction_isolation: 'serializable' });
    const fresh = await startPgBouncer(database.url);
    try {
      const level = await lookAt(fresh.urlOf(database.url), (db) =>
        transact(
          {
            db,
            clock: { now: () => new Date() },
            queue: createRecordingQueue(),
            log: silentLog,
            keys: TEST_KEYS,
          },
          async (tx) => (await session(tx))['isolation'],
        ),
      );

      expect(level).toBe('read committed');
    } finally {
      await fresh.stop();
    }
  });
});
