import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { listNewerMigrations, listPendingMigrations, migrate, SchemaLocked } from '#src/db/kit/migrate.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { connect } from '#src/db/kit/connect.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { hasPgBouncer, startPgBouncer } from '#test/servers/pgbouncer.ts';
import { migrateUpTo } from '#test/helpers/older-database.ts';

const newest = await createTestDatabase().then(({ owner, drop }) => ({ db: owner, drop }));
const older = await createTestDatabase({ isEmpty: true });
afterAll(async () => {
  await newest.drop();
  await older.drop();
});

it('leaves a database alone that a newer version migrated, and says so', async () => {
  await sql`insert into migration (name, timestamp) values ('9998-later', now()::text), ('9999-last', now()::text)`.execute(
    newest.db,
  );

  expect(await migrate(newest.db)).toEqual({
    ran: [],
    newer: ['9998-later', '9999-last'],
    hasGranted: false,
  });
  expect(await listPendingMigrations(newest.db)).toEqual([]);
  expect(await listNewerMigrations(newest.db)).toEqual(['9998-later', '9999-last']);
});

it('refuses a database whose past it does not know', async () => {
  await sql`insert into migration (name, timestamp) values ('0002-other', now()::text)`.execute(newest.db);

  await expect(migrate(newest.db)).rejects.toMatchObject({
    message: 'the database could not be migrated',
    cause: { message: expect.stringMatching(/0002-other is missing/u) as string },
  });
});

it('runs once when two processes start it, and waits for the other to be done', async () => {
  const fresh = await createTestDatabase({ isEmpty: true });
  try {
    const ran = await Promise.all([migrate(fresh.db), migrate(fresh.db)]);

    expect(ran.filter(({ ran: names }) => names.length > 0)).toHaveLength(1);
  } finally {
    await fresh.drop();
  }
});

it.skipIf(!hasPgBouncer())('leaves no lock behind in a pooler', async () => {
  const fresh = await createTestDatabase({ isEmpty: true });
  const bouncer = await startPgBouncer(fresh.url);
  const through = connect({ url: bouncer.urlOf(fresh.url), poolSize: 4 }, silentLog);
  try {
    await Promise.all([migrate(through), sql`select pg_sleep(0.1)`.execute(through), migrate(through)]);
    const { rows } = await sql<{ held: bigint }>`
      select count(*) as held from pg_locks where locktype = 'advisory' and database =
        (select oid from pg_database where datname = current_database())`.execute(through);

    expect(rows).toEqual([{ held: 0n }]);
    expect(await listPendingMigrations(through)).toEqual([]);
  } finally {
    await through.destroy();
    await bouncer.stop();
    await fresh.drop();
  }
});

it('holds up nobody behind a table in use: it gives up, changes nothing, and runs once the table is free', async () => {
  await migrateUpTo(older.db, '0014-plain-words');
  const pending = await listPendingMigrations(older.db);
  const user = await older.db.startTransaction().execute();
  await sql`select count(*) from entry`.execute(user);

  const refused = migrate(older.db, { lockTimeout: '50ms', pausesMs: [1, 1] });

  await expect(refused).rejects.toThrow(SchemaLocked);
  await expect(refused).rejects.toThrow(/another transaction keeps a table locked\. Nothing was changed\./u);
  expect(await listPendingMigrations(older.db)).toEqual(pending);

  const trying = migrate(older.db, { lockTimeout: '50ms', pausesMs: Array.from({ length: 500 }, () => 20) });
  await user.rollback().execute();

  expect((await trying).ran).toEqual(pending);
});
