import { sql } from 'kysely';
import type { Tx } from './schema.ts';

/**
 * When something is set: now, or just after it was set last, whichever process's clock that was by. Of two settings the later
 * one holds, so take the lock that others wait for before `tx.now` is read. `subject`: the columns that name what is set.
 */
export async function settingTime(
  tx: Tx,
  table: 'budget_policy' | 'giving_policy' | 'allowance',
  subject: Record<string, string | null>,
): Promise<Date> {
  const isSame = Object.entries(subject).map(([column, value]) => {
    return value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`;
  });
  const { rows } = await sql<{ lastAt: Date | null }>`
    select max(set_at) as "lastAt" from ${sql.table(table)} where ${sql.join(isSame, sql` and `)}`.execute(
    tx,
  );
  const lastAt = rows[0]?.lastAt;
  return lastAt && lastAt >= tx.now ? new Date(lastAt.getTime() + 1) : tx.now;
}
