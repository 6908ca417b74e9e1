import { Client } from 'pg';

/** Keeps everybody from the budgets of a database until they are released, and tells how many wait. */
export async function holdAccounts(url: string) {
  const client = new Client(url);
  await client.connect();
  await client.query(`begin; select from account where kind = 'budget' for update`);
  return {
    async countWaiting(): Promise<number> {
      const other = new Client(url);
      await other.connect();
      const { rows } = await other.query<{ count: number }>(
        `select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      await other.end();
      return rows[0]?.count ?? 0;
    },
    async release(): Promise<void> {
      await client.query('rollback');
      await client.end();
    },
  };
}
