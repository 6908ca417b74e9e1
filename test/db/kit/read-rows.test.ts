import { type RawBuilder, sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { Reader } from '#src/db/kit/schema.ts';
import { readRows } from '#src/db/kit/snapshot.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const AT_ONCE = 500;
const COUNT = 1_234;

type Row = { n: number };

/** The numbers after the last one that was read. */
async function readNumbers(snapshot: Reader, last: Row | undefined): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select n from generate_series(1, ${COUNT}::integer) n where n > ${last?.n ?? 0}::integer order by n limit ${AT_ONCE}::integer`.execute(
    snapshot,
  );
  return rows;
}

async function readAll(snapshot: Reader, query: RawBuilder<Row>): Promise<Row[]> {
  const { rows } = await query.execute(snapshot);
  return rows;
}

async function countOpen(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from pg_stat_activity
     where datname = current_database() and state like 'idle in transaction%'`.execute(database.db);
  return rows[0]?.count ?? -1;
}

describe('rows that are read as they are asked for', () => {
  it('are all of them, in their order, each once', async () => {
    const read: number[] = [];
    for await (const { n } of readRows(database.db, AT_ONCE, readNumbers)) read.push(n);

    expect(read).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
    expect(await countOpen()).toBe(0);
  });

  it('are those that there were when the first one was asked for', async () => {
    await sql`create table if not exists counted as select 1 as n`.execute(database.owner);
    await sql`grant select on counted to public`.execute(database.owner);
    const rows = readRows<Row>(database.db, AT_ONCE, (snapshot, last) =>
      last
        ? readAll(snapshot, sql`select n from counted`)
        : readAll(snapshot, sql`select n from counted, generate_series(1, ${AT_ONCE})`),
    );
    await rows.next();

    await sql`update counted set n = 2`.execute(database.owner);
    const later = new Set<number>();
    for await (const { n } of rows) later.add(n);

    expect([...later]).toEqual([1]);
  });

  it('hold nothing any more when whoever asked stops', async () => {
    const rows = readRows(database.db, AT_ONCE, readNumbers);
    await rows.next();
    expect(await countOpen()).toBe(1);

    await rows.return();

    expect(await countOpen()).toBe(0);
  });

  it('end with what is wrong with their query', async () => {
    const rows = readRows<Row>(database.db, AT_ONCE, (snapshot, last) =>
      last
        ? readAll(snapshot, sql`select 1 / (n - n) as n from generate_series(1, 2) n`)
        : readNumbers(snapshot, last),
    );

    await expect(drain(rows)).rejects.toThrow('division by zero');
    expect(await countOpen()).toBe(0);
  });

  it('write nothing', async () => {
    const rows = readRows<Row>(database.db, AT_ONCE, (snapshot) =>
      readAll(snapshot, sql`select nextval('posting_id_seq') as n`),
    );

    await expect(drain(rows)).rejects.toThrow(/read-only transaction|permission denied/u);
  });
});

async function drain(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  return count;
}
