import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { issueInBatches } from '#test/bench/issue/issue-in-batches.ts';
import { queueRecognitions } from '#test/bench/issue/queue-recognitions.ts';
import { makeCompany } from '#test/bench/make-company.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const GIFTS = 1_000;

/** How many rows of a table were read, by statements that have ended. Sessions that end have told of theirs. */
async function countRead(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ read: string }>`
    select coalesce(t.seq_tup_read, 0) + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes i where i.relid = t.relid)
             as read
      from pg_stat_user_tables t where t.relname = ${table}`.execute(db);
  return Number(rows[0]?.read);
}

async function countIndexScans(db: Db, index: string): Promise<number> {
  const { rows } = await sql<{ scans: string }>`
    select idx_scan as scans from pg_stat_user_indexes where indexrelname = ${index}`.execute(db);
  return Number(rows[0]?.scans);
}

async function withFilled(
  test: (filled: { database: TestDatabase; filling: Db; keys: KeyRing }) => Promise<void>,
) {
  const database = await createTestDatabase();
  const filling = connect({ url: database.url, poolSize: 2 }, silentLog);
  await test({ database, filling, keys: createKeyRing([newKey()]) });
  await database.drop();
}

async function issue({ database, keys }: { database: TestDatabase; keys: KeyRing }, ids: readonly string[]) {
  const issuing = connect({ url: database.url, poolSize: 2 }, silentLog);
  await issueInBatches({ db: issuing, keys }, ids, 500);
  await issuing.destroy();
}

it('reads a few rows for each gift of a batch, not the whole company, where Postgres has no statistics yet', () =>
  withFilled(async ({ database, filling, keys }) => {
    const { organization } = await makeCompany(filling);
    const ids = await queueRecognitions({ db: filling, keys }, organization.id, GIFTS);
    await filling.destroy();
    const before = await countRead(database.db, 'person');

    await issue({ database, keys }, ids);

    expect((await countRead(database.db, 'person')) - before).toBeLessThan(10 * GIFTS);
  }));

it('looks the requests of a batch up by their ids, not among all that wait, where statistics say that few do', () =>
  withFilled(async ({ database, filling, keys }) => {
    const { organization } = await makeCompany(filling);
    const first = await queueRecognitions({ db: filling, keys }, organization.id, GIFTS);
    await issueInBatches({ db: filling, keys }, first, 500);
    await sql`analyze recognition`.execute(database.owner);
    const waiting = await queueRecognitions({ db: filling, keys }, organization.id, 5 * GIFTS);
    await filling.destroy();

    await issue({ database, keys }, waiting.slice(0, GIFTS));

    expect(await countIndexScans(database.db, 'recognition_open')).toBe(0);
  }));
