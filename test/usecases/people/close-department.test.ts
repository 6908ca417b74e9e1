import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { updatePerson } from '#src/db/people/person.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { holdAccounts } from '#test/helpers/hold-accounts.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { until } from '#test/helpers/until.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
dropWhenProved(database);

/** A company with a studio: a budget, and Sam, who gives from it. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const { organization } = company;
  async function at(room: string) {
    return core.app.people.import(organization, [personRow('Sam Reed', room, 'manager')]);
  }
  await at('Studio');
  await company.setBudget('Studio', 50_000n);
  const department = await company.department('Studio');
  const priya = await company.person('priya');
  async function close(isClosed = true, more: { reason?: string; isDry?: boolean } = {}) {
    return core.app.people.closeDepartment({ department, isClosed, reason: 'merged', by: priya, ...more });
  }
  /** As an older version let imports do. */
  async function wasPutIn(who: string): Promise<void> {
    const person = await company.person(who);
    await transactOn(database.db, (tx) => updatePerson(tx, person, { departmentId: department.id }));
  }
  return { core, company, department, priya, at, close, wasPutIn };
}

describe('a department', () => {
  it('is closed only once nobody works there', async () => {
    const { at, close } = await start();

    const early = await close();
    await at('Engineering');
    const silent = await close(true, { reason: ' ' });
    const planned = await close(true, { isDry: true });
    const closed = await close();
    const again = await close();

    const refusal = { kind: 'department-in-use', department: 'Studio', people: 1, approvals: 0 };
    expect(early).toEqual({ ok: false, refusal });
    expect(silent).toEqual({ ok: false, refusal: { kind: 'closing-reason-missing' } });
    expect(planned).toMatchObject({
      ok: true,
      value: { holds: { people: 0, leftMinor: 50_000n, links: 0 } },
    });
    expect([closed.ok, again.ok]).toEqual([true, true]);
  });

  it('is not closed while somebody waits for a decision about its gifts', async () => {
    const { company, at, close } = await start();
    const { approvalId } = await company.reserve('sam', 'alice', '300');
    await at('Engineering');

    const waiting = await close();
    await company.decide('finn', approvalId);

    expect(waiting).toMatchObject({ refusal: { kind: 'department-in-use', people: 0, approvals: 1 } });
  });

  it('takes no gifts when it is closed, and nobody is moved there', async () => {
    const { core, company, department, priya, at, close, wasPutIn } = await start();
    await at('Engineering');
    await close();

    const moved = await core.app.people.change(company.organization, {
      personId: (await company.person('alice')).id,
      patch: { departmentId: department.id },
      by: priya,
    });
    await wasPutIn('sam');
    const from = await company.give('sam', 'alice', '5');
    const to = await company.give('morgan', 'sam', '5');

    const refusal = { kind: 'place-closed', department: 'Studio', name: 'Alice Ito' };
    expect(moved).toEqual({ ok: false, refusal });
    expect(from.refusal).toEqual({ kind: 'department-closed', department: 'Studio' });
    expect(to.refusal).toEqual({ ...refusal, name: 'Sam Reed' });
  });

  it('takes nobody from a file, a source, the directory or an import that is put back', async () => {
    const { core, company, department, at, close, wasPutIn } = await start();
    const { organization } = company;
    await at('Engineering');
    await close();
    const [sam, zoe] = [await company.person('sam'), await company.person('priya')];
    const rows = [
      { ...personRow('Sam Reed', 'Studio'), line: 2, isActive: true },
      { ...personRow('Nia New', 'studio'), line: 3 },
    ];
    await core.app.people.deactivate(organization, { personId: sam.id, actorId: null });
    await wasPutIn('sam');

    const planned = await core.app.people.planImport(organization, rows, { bringBack: true });
    const said = { userName: 'nora@example.com', department: 'Studio' };
    const brought = await core.app.people.provision(organization, { said, actorId: zoe.id });
    const group = await core.app.people.provisionGroup(organization, {
      said: { displayName: 'Team Studio', changes: [{ kind: 'set', personIds: [zoe.id] }] },
      actorId: zoe.id,
    });
    const mapped = await core.app.people.mapGroup(organization, {
      groupId: group.ok ? group.value.groupId : '',
      departmentId: department.id,
      actorId: null,
    });

    expect(planned.problems.map(({ line, field, kind, text }) => [line, field, kind, text])).toEqual([
      [2, 'department', 'closed-department', 'Studio'],
      [3, 'department', 'closed-department', 'Studio'],
    ]);
    const refusal = { kind: 'place-closed', department: 'Studio', name: 'nora@example.com' };
    expect(brought).toEqual({ ok: false, refusal });
    expect(mapped).toMatchObject({
      refusal: { kind: 'group-closed', department: 'Studio', group: 'Team Studio' },
    });
  });

  it('is opened again with its budget frozen, and what was done is on the record with the reason', async () => {
    const { core, company, department, at, close } = await start();
    await at('Engineering');
    await close();
    await close(false, { reason: 'a mistake' });
    await at('Studio');

    const to = await company.give('morgan', 'sam', '5');
    const from = await company.give('sam', 'alice', '5');
    await core.app.budget.freeze({ department, isFrozen: false, actorId: null });

    const kept = await database.db
      .selectFrom('activity')
      .select(['kind', 'detail'])
      .where('organization_id', '=', department.organizationId)
      .where('kind', 'in', ['department.closed', 'department.opened', 'budget.frozen'])
      .orderBy('id')
      .execute();
    expect(to.refusal).toBeNull();
    expect(from.refusal?.kind).toBe('budget-frozen');
    expect((await company.give('sam', 'alice', '6')).refusal).toBeNull();
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual([
      'budget.frozen',
      'department.closed',
      'department.opened',
    ]);
    expect(kept.find(({ kind }) => kind === 'department.opened')?.detail).toEqual({
      departmentId: department.id,
      reason: 'a mistake',
    });
  });

  it('is closed by those who keep departments alone', async () => {
    const { core, company, department } = await start();
    const by = await company.person('finn');

    const closed = await core.app.people.closeDepartment({ department, isClosed: true, reason: 'x', by });

    expect(closed).toMatchObject({ refusal: { kind: 'departments-not-allowed', role: 'finance' } });
  });

  it('is closed only when everything that had begun before it is given', async () => {
    const { core, company, at, close, wasPutIn } = await start();
    await company.give('sam', 'bob', '5');
    const { id } = await company.ask('sam', 'alice', '10');
    const held = await holdAccounts(database.url);

    const giving = core.app.recognition.issue([id]);
    await until('batch that waits for the budget', async () => (await held.countWaiting()) === 1);
    await at('Engineering');
    let isClosed = false;
    const closing = close().then((outcome) => {
      isClosed = true;
      return outcome;
    });
    await sleep(100);
    const wasClosedBefore = isClosed;
    await held.release();
    const { giftIds } = await giving;
    const closed = await closing;
    await wasPutIn('sam');

    expect(wasClosedBefore).toBe(false);
    expect(giftIds).toHaveLength(1);
    expect(closed.ok).toBe(true);
    expect((await company.give('sam', 'alice', '11')).refusal?.kind).toBe('department-closed');
  });
});
