import { sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';

const SHOWN = 3;

/** What breaks rules, in words, all seen in one moment. */
export async function findBroken(db: Db, rules: Record<string, string>): Promise<string[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const found: string[] = [];
      for (const [rule, query] of Object.entries(rules))
        found.push(...(await brokenBy(snapshot, rule, query)));
      return found;
    });
}

async function brokenBy(db: Reader, rule: string, query: string): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`${sql.raw(query)} limit ${SHOWN}`.execute(db);
  return rows.map(({ row }) => `broken: ${rule}: ${row}`);
}
