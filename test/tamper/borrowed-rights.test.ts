import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { personRow } from '#test/helpers/company.ts';
import { tamper } from '#test/db/queries/proof/tampered-ledgers.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

async function start() {
  const { core, database } = await openOwnCore();
  return { ...core, db: database.owner, company: await makeCompanyWithApprovers(core) };
}

/** Gives somebody a role past the database's guards. */
async function setRole(db: Db, name: string, role: Role): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`update person set role = ${role} where name like ${`${name} %`}`.execute(tx);
  });
}

async function broken(db: Db): Promise<string[]> {
  const { checks } = await verifyLedger(db);
  return checks.flatMap((check) => check.broken);
}

describe('a right that somebody had for a moment, past the record', () => {
  it('to decide, decides nothing', async () => {
    const { db, log, company } = await start();
    const { approvalId } = await company.reserve('dana', 'bob', '150');

    await setRole(db, 'Mallory', 'finance');
    const decided = await company.decide('mallory', approvalId);
    await setRole(db, 'Mallory', 'employee');

    const { id } = await company.person('mallory');
    expect(decided).toEqual({ ok: false, refusal: { kind: 'changed-by-hand', what: 'right' } });
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ table: 'person', id }) }),
    );
    expect(await broken(db)).toEqual([]);
  });

  const WAS = `update change set after = after || `;
  const APPROVER = `where subject = 'person' and after ->> 'role' = 'approver'`;

  it.each([
    ['had another role then', `${WAS} '{"role": "employee"}' ${APPROVER}`, 'employee'],
    ['had left then', `${WAS} '{"deactivated_at": "2026-01-01T00:00:00Z"}' ${APPROVER}`, 'approver'],
    ['was in another department then', `${WAS} '{"department_id": "x"}' ${APPROVER}`, 'approver'],
    ['got the right only later', `update change set at = at + interval '1 hour' ${APPROVER}`, 'nobody'],
    [
      'lost the right before',
      `update change set at = at - interval '1 hour' where subject = 'person'`,
      'employee',
    ],
  ])('to decide, is found by the decision of somebody who %s', async (_what, change, role) => {
    const { app, db, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    await company.decide('ada', approvalId);
    await app.people.import(company.organization, [personRow('Ada Stone', 'Engineering', 'employee')]);

    await tamper(db, change);

    const { id } = await company.person('ada');
    expect(await broken(db)).toContain(`approval ${approvalId}: person ${id}, who was ${role} then`);
  });

  it('to decide, was there when it was lost only afterwards', async () => {
    const { app, db, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    await company.decide('ada', approvalId);

    await app.people.import(company.organization, [personRow('Ada Stone', 'Engineering', 'employee')]);

    expect(await broken(db)).toEqual([]);
  });

  it('to decide for somebody who is away, decides nothing', async () => {
    const { db, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    const [ada, mallory] = [await company.person('ada'), await company.person('mallory')];
    await tamper(
      db,
      `insert into delegation (organization_id, id, person_id, delegate_id, starts_at, ends_at)
       values ('${ada.organizationId}', gen_random_uuid(), '${ada.id}', '${mallory.id}', '2026-11-01', '2026-12-01')`,
    );

    const decided = await company.decide('mallory', approvalId);

    expect(decided).toEqual({ ok: false, refusal: { kind: 'changed-by-hand', what: 'right' } });
  });

  it('to give, is found by what they gave', async () => {
    const { db, company } = await start();

    await setRole(db, 'Mallory', 'manager');
    const given = await company.give('mallory', 'bob', '20');
    await setRole(db, 'Mallory', 'employee');

    const { id } = await company.person('mallory');
    const { giftId } = must(given.gifts[0], 'gift');
    expect(await broken(db)).toEqual([`gift ${giftId}: person ${id}`]);
  });
});
