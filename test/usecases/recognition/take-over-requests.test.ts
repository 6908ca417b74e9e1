import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { takeOverRequests } from '#src/usecases/recognition/take-over-requests.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

/** A company that a version made which knew no signatures of requests, with one that waits and one whose giver is asked. */
async function startOlder() {
  const { core } = await openOwnCore();
  const company = await makeCompany(core);
  const { id } = await company.ask('morgan', 'alice', '25');
  await asBefore(core.db);
  return { core, company, id, organizationId: company.organization.id };
}

async function asBefore(db: Db): Promise<void> {
  await pastGuards(db, async (tx) => {
    await sql`update recognition set mac = null, key_id = null`.execute(tx);
    await sql`update change set running_number = null`.execute(tx);
    await sql`delete from change_count`.execute(tx);
  });
}

async function listTakenOver(db: Db): Promise<unknown[]> {
  const { rows } = await sql<{ detail: unknown }>`
    select detail from activity where kind = 'recognition.taken-over'`.execute(db);
  return rows.map(({ detail }) => detail);
}

it('what waits at the first start of this version is given, and on record as taken over', async () => {
  const { core, id, organizationId } = await startOlder();

  await takeOverRequests(core, organizationId);
  await core.app.recognition.issue([id]);

  expect(await listTakenOver(core.db)).toEqual([{ count: 1, recognitionIds: [id] }]);
  expect((await stateOfRecognition(core, id)).gifts).toHaveLength(1);
});

it('nothing is taken over a second time, nor once anything was signed', async () => {
  const { core, company, id, organizationId } = await startOlder();
  await takeOverRequests(core, organizationId);
  await company.give('morgan', 'bob', '10');
  await pastGuards(core.db, async (tx) => {
    await sql`update recognition set mac = null where id = ${id}`.execute(tx);
    await sql`delete from activity where kind = 'recognition.taken-over'`.execute(tx);
  });

  await takeOverRequests(core, organizationId);
  await core.app.recognition.issue([id]);

  expect(await listTakenOver(core.db)).toEqual([]);
  expect((await stateOfRecognition(core, id)).recognition.refusal).toEqual({ kind: 'unsigned-request' });
  const { checks } = await verifyLedger(core.db);
  const rule = checks.find(
    ({ name }) => name === 'what leaves no other trace is on record, and in its place',
  );
  expect(rule?.broken).toEqual([expect.stringContaining('recognition.taken-over')]);
});

it('an organization that this version made has nothing to take over', async () => {
  const { core } = await openOwnCore();
  const { organization } = await makeCompany(core);

  await takeOverRequests(core, organization.id);

  expect(await listTakenOver(core.db)).toEqual([]);
});
