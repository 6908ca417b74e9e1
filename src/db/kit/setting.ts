import { sql } from 'kysely';
import type { Reader, Tx } from './schema.ts';

type SettingTable =
  | 'budget_policy'
  | 'giving_policy'
  | 'allowance'
  | 'factor_policy'
  | 'second_person'
  | 'planned_change';
type SettingSubject = Record<string, string | null>;

/**
 * The time to record for a setting: now, or just after the previous one if another process's clock was ahead. The later
 * setting wins, so take the lock that others wait for before reading `tx.now`. `subject`: the columns that identify
 * what is set.
 */
export async function settingTime(
  tx: Tx,
  table: Exclude<SettingTable, 'planned_change'>,
  subject: SettingSubject,
): Promise<Date> {
  const { rows } = await sql<{ lastAt: Date | null }>`
    select max(set_at) as "lastAt" from ${sql.table(table)} where ${isAbout(subject)}`.execute(tx);
  const lastAt = rows[0]?.lastAt;
  return lastAt && lastAt >= tx.now ? new Date(lastAt.getTime() + 1) : tx.now;
}

/** The id of the setting that holds; undefined when none was ever made. */
export async function findSettingId(
  db: Reader,
  table: Exclude<SettingTable, 'planned_change'>,
  subject: SettingSubject,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where ${isAbout(subject)} order by set_at desc, id desc limit 1`.execute(
    db,
  );
  return rows[0]?.id;
}

/** Whether a setting with this id was made before. */
export async function isSetting(
  db: Reader,
  table: SettingTable,
  setting: { organizationId: string; id: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from ${sql.table(table)}
     where organization_id = ${setting.organizationId} and id = ${setting.id}`.execute(db);
  return rows.length > 0;
}

function isAbout(subject: SettingSubject) {
  const isSame = Object.entries(subject).map(([column, value]) => {
    return value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`;
  });
  return sql.join(isSame, sql` and `);
}
