import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { findLastProof, saveProof } from '#src/db/ledger/last-proof.ts';
import { verifyLedger } from '#src/db/queries/proof/verify-ledger.ts';
import { transact } from '#src/db/kit/transact.ts';
import { forgetPerson } from '#src/usecases/people/steps/forget-person.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { fillCompany } from '#test/tamper/company.ts';

const database = await createTestDatabase();
afterAll(database.drop);
const core = makeCore(database.db);

/** Where one of these texts still is, as `table.column: …`. */
async function findTexts(texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
    database.owner,
  );
  const needles = texts.map((text) => `%${text.toLowerCase()}%`);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ where: string }>`
      select distinct concat(${name}::text, '.', c.key, ': ', left(c.value::text, 80)) as where
        from (select to_jsonb(t) as row from ${sql.table(name)} t where lower(to_jsonb(t)::text) like any (${needles}::text[])) t
       cross join lateral jsonb_each(t.row) c
       where lower(c.value::text) like any (${needles}::text[]) limit 5`.execute(database.owner);
    found.push(...rows.map(({ where }) => where));
  }
  return found;
}

describe('erasing everybody of a company in which everything has happened', () => {
  it('leaves nothing that says who they were, and every rule, seal and proof as it was', async () => {
    await fillCompany(database.db);
    await core.app.ledger.seal();
    const before = await verifyLedger(database.db, { keys: TEST_KEYS });
    expect(before.checks.filter(({ ok }) => !ok)).toEqual([]);
    const heads = before.seals.map((head) => ({ ...head, place: 'kept' }));
    await transact(core, (tx) => saveProof(tx, { wholeAt: tx.now, heads: before.proven, broken: [] }));

    const people = await database.db
      .selectFrom('person')
      .select(['id', 'name', 'email', 'organization_id'])
      .execute();
    const accounts = await database.db.selectFrom('identity').select('user_id').execute();
    for (const { id: personId, name, organization_id: organizationId } of people) {
      const outcome = await transact(core, (tx) =>
        forgetPerson(core, tx, { organizationId, personId, name, actorId: null }),
      );
      expect(outcome).toEqual({ ok: true, value: undefined });
    }

    const texts = people.flatMap(({ name, email }) => [name, email ?? name]);
    const ids = accounts.flatMap(({ user_id: userId }) => [`"${userId}"`, `slack ${userId}`]);
    expect(await findTexts([...texts, ...ids])).toEqual([]);

    const whole = await verifyLedger(database.db, { keys: TEST_KEYS, heads: heads as never });
    expect(whole.checks.filter(({ ok }) => !ok)).toEqual([]);
    const last = await findLastProof(database.db, TEST_KEYS);
    expect(last?.isSigned).toBe(true);
    const since = await verifyLedger(database.db, { keys: TEST_KEYS, since: last?.heads });
    expect(since.isWhole).toBe(false);
    expect(since.checks.filter(({ ok }) => !ok)).toEqual([]);
    await core.app.ledger.seal();
    const after = await verifyLedger(database.db, { keys: TEST_KEYS });
    expect(after.checks.filter(({ ok }) => !ok)).toEqual([]);
  }, 240_000);
});
