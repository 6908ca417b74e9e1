import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { readSnapshot } from '#src/db/kit/snapshot.ts';
import { overTables } from '#src/db/queries/proof/read-broken.ts';
import { GLANCES, RULES } from '#src/db/queries/proof/rules.ts';
import { UNUSUAL } from '#src/db/queries/proof/usual-gifts.ts';
import { fillLedger, prepareFill } from '#test/bench/verify/fill-ledger.ts';
import { makeLargeCompany } from '#test/bench/verify/make-large-company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';

const GIFTS = 2_000;
const PEOPLE = 400;
/** Of all rules, the longest takes about fifty rows in hand for each gift. Beside each of its currency's limits, it would be hundreds. */
const MOST_OF_A_GIFT = 100;

type Node = {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Join Filter'?: number;
  Plans?: Node[];
};

/** How many rows all parts of a query took in hand, those that a join set aside included. */
function countHandled(node: Node): number {
  const own = (node['Actual Rows'] + (node['Rows Removed by Join Filter'] ?? 0)) * node['Actual Loops'];
  return (node.Plans ?? []).reduce((sum, part) => sum + countHandled(part), own);
}

async function countRowsOf(db: Reader, query: string): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`
    explain (analyze, timing off, format json) ${sql.raw(query)}`.execute(db);
  return rows.reduce((sum, row) => sum + countHandled(row['QUERY PLAN'][0].Plan), 0);
}

describe('the whole proof', () => {
  let owner: Db;

  beforeAll(async () => {
    const database = await createTestDatabase();
    owner = database.owner;
    await makeLargeCompany(owner, { departments: 4, people: PEOPLE, giversOfDepartment: 5 });
    await prepareFill(database.ownerUrl, GIFTS);
    await fillLedger(owner, database.ownerUrl, TEST_KEYS, { first: 0, count: GIFTS });
    return database.drop;
  });

  /** Those of these queries that take more rows in hand than they may. */
  function findExcessive(queries: readonly (readonly [name: string, query: string])[]): Promise<string[]> {
    return readSnapshot(owner, async (snapshot) => {
      const found: string[] = [];
      for (const [name, query] of queries) {
        const rows = await overTables((db) => countRowsOf(db, query))(snapshot);
        if (rows > MOST_OF_A_GIFT * GIFTS) found.push(`${name}: ${rows}`);
      }
      return found;
    });
  }

  it('lays no gifts beside what they all share, which would never end where there are millions', async () => {
    const glances = Object.entries(GLANCES).map(([name, glance]) => [name, glance(1n)] as const);

    expect(await findExcessive([...Object.entries({ ...RULES, ...UNUSUAL }), ...glances])).toEqual([]);
  });

  it('would be found out by one rule that does', async () => {
    const rule = `select g.id::text as broken from gift g
      join limit_usage u on u.organization_id = g.organization_id and u.currency = g.currency and g.amount_minor > u.used_minor + 10000`;

    expect(await findExcessive([['planted', rule]])).toHaveLength(1);
  });
});
