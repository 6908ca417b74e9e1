import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { findSoleOrganization } from '#src/db/queries/proof/sole-organization.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

async function start() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const { organization } = await makeCompany(makeCore(database.db));
  return { ...database, organizationId: organization.id };
}

it('names the organization that all rows belong to', async () => {
  const { db, organizationId } = await start();

  expect(await findSoleOrganization(db)).toBe(organizationId);
});

it('names none where a single row says another, even one that there is not', async () => {
  const { db, owner } = await start();
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`insert into code (organization_id, gift_id, hmac, key_id, last_four)
              values (gen_random_uuid(), gen_random_uuid(), sha256('other'), 'forged', 'FAKE')`.execute(tx);
  });

  expect(await findSoleOrganization(db)).toBeUndefined();
});

it('names none in an empty ledger', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);

  expect(await findSoleOrganization(database.db)).toBeUndefined();
});
