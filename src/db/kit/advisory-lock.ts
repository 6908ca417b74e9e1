import { type RawBuilder, sql } from 'kysely';
import type { Db } from './schema.ts';

/**
 * Runs `work` while nobody else holds the lock of this number. The lock belongs to a transaction of its own, which ends
 * with the work: one of the session would stay behind in a pooler that gives each transaction another session.
 */
export function withAdvisoryLock<T>(
  db: Db,
  number: RawBuilder<unknown> | bigint,
  work: (one: Db) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (one) => {
    await sql`begin isolation level read committed`.execute(one);
    try {
      await sql`select pg_advisory_xact_lock(${number})`.execute(one);
      // It is idle while the work uses other connections.
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(one);
      const result = await work(one);
      await sql`commit`.execute(one);
      return result;
    } catch (error) {
      await sql`rollback`.execute(one).catch(() => undefined);
      throw error;
    }
  });
}
