import { sql } from 'kysely';
import type { Tx } from './schema.ts';

/**
 * The time to record for a setting: now, or just after the previous one if another process's clock was ahead. The later
 * setting wins, so take the lock that others wait for before reading `tx.now`. `subject`: the columns that identify
 * what is set.
 */
export async function settingTime(
  tx: Tx,
  table: 'budget_policy' | 'giving_policy' | 'allowance' | 'factor_policy',
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
