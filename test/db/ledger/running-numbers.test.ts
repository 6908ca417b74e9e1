import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

async function start() {
  const { core } = await openOwnCore();
  return { ...core, company: await makeCompany(core) };
}

it('the changes of each organization are numbered without gaps, however many are made at once or taken back', async () => {
  const { db, app, company, ...core } = await start();
  const other = await makeCompany({ ...core, db, app });
  const zones = ['Europe/Paris', 'Asia/Tokyo', 'UTC', 'America/Lima', 'Africa/Cairo', 'Asia/Dubai'];

  await Promise.all([
    ...zones.map((timeZone) =>
      transactOn(db, (tx) => tx.updateTable('department').set({ time_zone: timeZone }).execute()),
    ),
    ...zones.map((timeZone) =>
      transactOn(db, async (tx) => {
        await tx
          .updateTable('person')
          .set({ region: timeZone })
          .where('organization_id', '=', company.organization.id)
          .execute();
        throw new Error('taken back');
      }).catch(() => undefined),
    ),
    app.people.import(other.organization, [personRow('Nia New', 'Design')]),
    company.setBudget('Design', 30_000n),
  ]);

  const { rows } = await sql<{ changes: number; last: bigint; distinct: number }>`
    select count(running_number)::integer as changes, max(running_number) as last, count(distinct running_number)::integer as distinct
      from change group by organization_id`.execute(db);
  expect(rows).toHaveLength(2);
  for (const { changes, last, distinct } of rows)
    expect([distinct, Number(last)]).toEqual([changes, changes]);
  expect((await verifyLedger(db)).checks.filter(({ ok }) => !ok)).toEqual([]);
});
