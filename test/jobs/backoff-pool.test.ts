import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createBackoffPool } from '#jobs/backoff-pool.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { until } from '#test/helpers/until.ts';

const database = await createTestDatabase();
afterAll(database.drop);

describe('a pool for the queue’s workers', () => {
  it('fails what runs on a connection that breaks, and nothing else', async () => {
    const pool = createBackoffPool(database.url, { session: '-c search_path=public', max: 1 });
    const client: PoolClient = await pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');

    const ended = new Promise((resolve) => client.once('end', resolve));
    const fault = client.query('select pg_sleep(60)').catch((thrown: unknown) => String(thrown));
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db);

    expect(await fault).toContain('terminating connection');
    await ended;
    client.release(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('outlives a connection that is lost while nobody uses it', async () => {
    const pool = createBackoffPool(database.url, { session: '-c search_path=public', max: 1 });
    const pid = await pidOf(pool);

    await sql`select pg_terminate_backend(${pid})`.execute(database.db);
    const another = await until('another connection', async () => {
      const now = await pidOf(pool).catch(() => pid);
      return now !== pid && now;
    });

    expect(another).toEqual(expect.any(Number));
    await pool.end();
  });
});

async function pidOf(pool: ReturnType<typeof createBackoffPool>): Promise<number> {
  const { rows } = await pool.query('select pg_backend_pid() as pid');
  return (rows as { pid: number }[])[0]?.pid ?? 0;
}
