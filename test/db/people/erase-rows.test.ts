import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { forPerson } from '#src/db/people/erase-rows.ts';
import { PERSONAL_DATA } from '#src/db/people/personal-data.ts';
import { fillLedger, prepareFill } from '#test/bench/verify/fill-ledger.ts';
import { makeLargeCompany } from '#test/bench/verify/make-large-company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';

const GIFTS = 2_000;
/** Somebody has a handful of gifts, each of which may be looked up by itself; all gifts may not. */
const MOST_TIMES = 100;

type Node = { 'Relation Name'?: string; 'Actual Loops': number; Plans?: Node[] };

/** The tables that a query reads more often than it may. */
function listReadAgain(node: Node): string[] {
  const own = node['Actual Loops'] > MOST_TIMES ? (node['Relation Name'] ?? []) : [];
  return [own, ...(node.Plans ?? []).map(listReadAgain)].flat();
}

describe('what is stored about a person', () => {
  let owner: Db;
  let who: { organizationId: string; personId: string };

  beforeAll(async () => {
    const database = await createTestDatabase();
    owner = database.owner;
    await makeLargeCompany(owner, { departments: 4, people: 400, giversOfDepartment: 5 });
    await prepareFill(database.ownerUrl, GIFTS);
    await fillLedger(owner, database.ownerUrl, TEST_KEYS, { first: 0, count: GIFTS });
    who = await owner
      .selectFrom('person')
      .select(['organization_id as organizationId', 'id as personId'])
      .where('role', '=', 'employee')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    return database.drop;
  });

  async function readAgain(table: string, about: string): Promise<string[]> {
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`
      explain (analyze, timing off, format json)
      select count(*) from ${sql.table(table)} t
       where t.organization_id = ${who.organizationId} and (${sql.raw(forPerson(about, who))})`.execute(
      owner,
    );
    return rows.flatMap((row) => listReadAgain(row['QUERY PLAN'][0].Plan));
  }

  it('is found without looking anything up anew for each row of a table', async () => {
    const found: string[] = [];
    for (const [table, { about }] of Object.entries(PERSONAL_DATA)) {
      if (about !== undefined)
        found.push(...(await readAgain(table, about)).map((again) => `${table}: ${again}`));
    }

    expect(found).toEqual([]);
  });

  it('would be seen to be looked up anew', async () => {
    const gifts = `select g.id from gift g where g.organization_id = t.organization_id and g.recipient_id = :who`;
    const about = `t.giver_id = :who or t.id in (${gifts})`;

    expect(await readAgain('gift', about)).not.toEqual([]);
  });

  it('is asked for by ids alone: anything else never gets into a query', () => {
    expect(() => forPerson(':who', { ...who, personId: "x' or true --" })).toThrow('is no id');
    expect(() => forPerson(':who', { ...who, organizationId: '' })).toThrow('is no id');
  });
});
