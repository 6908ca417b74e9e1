import { afterAll, describe, expect, it } from 'vitest';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const { organization } = company;
  async function deactivate(who: string) {
    const { id: personId } = await company.person(who);
    return core.app.people.deactivate(organization, { personId, actorId: null });
  }
  return { core, company, organization, deactivate };
}

describe('somebody who leaves', () => {
  it('neither gets nor gives gifts from then on', async () => {
    const { company, deactivate } = await start();
    await deactivate('bob');
    await deactivate('morgan');

    const toBob = await company.give('dana', 'bob', '5');
    const byMorgan = await company.give('morgan', 'alice', '5');

    expect(toBob.refusal).toEqual({ kind: 'deactivated-recipient', name: 'Bob Olsen' });
    expect(byMorgan.refusal).toEqual({ kind: 'unknown-giver' });
  });

  it('is no longer asked: what waits for them passes on to others', async () => {
    const { core, company, organization } = await start();
    const { approvalId } = await company.reserve('morgan', 'alice', '150');
    await core.app.approval.advance(approvalId);
    const askedFirst = await askedAbout(approvalId);
    for (const personId of askedFirst) {
      await core.app.people.deactivate(organization, { personId, actorId: null });
    }

    expect(core.queue.take('advance-approvals')).toContain(approvalId);
    await core.app.approval.advance(approvalId);

    const asked = await askedAbout(approvalId);
    expect(asked.length).toBeGreaterThan(askedFirst.length);
  });

  it('can no longer have given what still waits for an approver', async () => {
    const { core, company, deactivate } = await start();
    const { approvalId } = await company.reserve('morgan', 'alice', '150');
    await core.app.approval.advance(approvalId);
    const [asked = ''] = await askedAbout(approvalId);
    await deactivate('morgan');

    const approved = await core.app.approval.decide({
      person: { organizationId: company.organization.id, id: asked },
      approvalId,
      decision: { kind: 'approve' },
    });

    expect(approved).toEqual({ ok: false, refusal: { kind: 'deactivated-giver', name: 'Morgan Reyes' } });
  });

  it('is in the record, with who did it and the rights before and after', async () => {
    const { core, company, organization } = await start();
    const bob = await company.person('bob');
    const { id: actorId } = await company.person('morgan');

    await core.app.people.deactivate(organization, { personId: bob.id, actorId });
    const again = await core.app.people.deactivate(organization, { personId: bob.id, actorId });

    expect(again).toEqual({ ok: true, value: [] });
    const rows = await database.db
      .selectFrom('activity')
      .select(['actor_id', 'detail'])
      .where('subject_id', '=', bob.id)
      .where('kind', '=', 'person.deactivated')
      .execute();
    expect(rows).toEqual([
      {
        actor_id: actorId,
        detail: expect.objectContaining({
          before: expect.objectContaining({ role: 'employee', isDeactivated: false }) as unknown,
          after: expect.objectContaining({ role: 'employee', isDeactivated: true }) as unknown,
        }) as unknown,
      },
    ]);
  });
});

async function askedAbout(approvalId: string): Promise<string[]> {
  const rows = await database.db
    .selectFrom('notification')
    .select('person_id')
    .where('subject_id', '=', approvalId)
    .where('kind', '=', 'approval.asked')
    .execute();
  return rows.map((row) => row.person_id);
}
