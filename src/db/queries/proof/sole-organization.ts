import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

/** The tables that grow with every gift, or with whoever has a wallet. */
const TABLES = [
  'account',
  'activity',
  'change',
  'code',
  'delivery',
  'entry',
  'gift',
  'posting',
  'recognition',
  'spend_daily',
  'spend_sum',
  'wallet_standing',
];

/** The organization that all rows of these tables belong to, if it is one alone. */
export async function findSoleOrganization(db: Reader): Promise<string | undefined> {
  const ends = TABLES.flatMap((table) =>
    ['asc', 'desc'].map(
      (order) => `(select organization_id as id from ${table} order by organization_id ${order} limit 1)`,
    ),
  );
  const { rows } = await sql<{ id: string | null }>`
    select distinct id from (${sql.raw(ends.join(' union all '))}) found`.execute(db);
  return rows.length === 1 ? (rows[0]?.id ?? undefined) : undefined;
}

/**
 * A rule's query with the organization said for each of these tables. It gives the same rows, since they have no others; but rows that
 * belong together are then found by one id, where it would compare two.
 */
export function withinSole(query: string, organizationId: string): RawBuilder<unknown> {
  const tables = TABLES.map(
    (table) =>
      sql`${sql.table(table)} as not materialized (
        select * from ${sql.table(table)} where organization_id = ${sql.lit(organizationId)}::uuid)`,
  );
  return sql`with ${sql.join(tables)} select * from (${sql.raw(query)}) rule`;
}
