import { afterAll, describe, expect, it } from 'vitest';
import { valueOf } from '#test/helpers/checkouts.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company whose people a file of HR's changed: Nora is new, Alice moved and Bob left. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { organization } = company;
  const priya = await company.person('priya');
  const operator = { organizationId: organization.id, operator: 'a shell' };
  core.clock.set('2026-11-16T10:00:00Z');
  await core.app.people.import(organization, [
    personRow('Nora Lind', 'Design'),
    { ...personRow('Alice Ito', 'Design'), region: 'DE' },
    { ...personRow('Bob Olsen', 'Engineering'), isActive: false },
  ]);
  const [last] = await core.app.queries.people.listImports(operator);
  const importId = last?.id ?? '';
  async function undo(seen?: string) {
    return core.app.people.undoImport(organization, { importId, seen, by: priya });
  }
  /** Looks at what would be put back, and does it. */
  async function lookAndUndo() {
    const planned = await undo();
    if (!planned.ok) return planned;
    return undo(planned.value.sight);
  }
  async function isActive(who: string): Promise<boolean> {
    return !(await company.person(who)).isDeactivated;
  }
  return { core, company, undo, lookAndUndo, isActive };
}

describe('an import that was a mistake', () => {
  it('is put back: who was new leaves, who left is back, and who was moved is where they were', async () => {
    const { company, lookAndUndo, isActive } = await start();

    const undone = await lookAndUndo();

    const { id } = await company.department('Engineering');
    expect(undone).toMatchObject({ ok: true, value: { isDone: true, staying: [] } });
    expect([await isActive('nora'), await isActive('bob')]).toEqual([false, true]);
    expect(await company.person('alice')).toMatchObject({ departmentId: id, region: '' });
  });

  it('shows what it would do and does nothing yet', async () => {
    const { company, undo, isActive } = await start();
    const before = await company.person('alice');

    const planned = await undo();

    expect(planned).toMatchObject({ ok: true, value: { isDone: false, people: [{}, {}, {}] } });
    expect(await company.person('alice')).toEqual(before);
    expect(await isActive('nora')).toBe(true);
  });

  it('says whose role waits for a second person first, and gives it on that word', async () => {
    const { core, company } = await start();
    const { organization } = company;
    const { app, clock } = core;
    await app.people.import(organization, [
      personRow('Ada Stone', 'People', 'admin'),
      personRow('Grace Hu', 'People', 'admin'),
    ]);
    const [ada, grace] = [await company.person('ada'), await company.person('grace')];
    const organizationId = organization.id;
    await app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor: 1n, actorId: null });
    const demoted = { ...personRow('Morgan Reyes', 'Engineering'), email: 'moved@example.com' };
    await app.people.import(organization, [demoted]);
    const operator = { organizationId, operator: 'a shell' };
    const [last] = await app.queries.people.listImports(operator);
    const request = { importId: last?.id ?? '', by: ada };

    const planned = valueOf(await app.people.undoImport(organization, request));
    const undone = valueOf(await app.people.undoImport(organization, { ...request, seen: planned.sight }));
    const between = await company.person('morgan');
    const waiting = await app.queries.budget.listProposals(operator, { now: clock.now() });
    for (const { id: proposalId } of waiting)
      await app.budget.confirmProposal({ organizationId, proposalId, deciderId: grace.id });

    expect(planned).toMatchObject({ isDone: false, held: ['Morgan Reyes'], waiting: [] });
    expect(undone).toMatchObject({
      isDone: true,
      waiting: [{ kind: 'second-person-for-right', what: 'role', name: 'Morgan Reyes' }],
    });
    expect(between).toMatchObject({ role: 'employee', email: 'morgan@example.com' });
    expect((await company.person('morgan')).role).toBe('manager');
  });

  it('leaves what was changed since', async () => {
    const { core, company, lookAndUndo, isActive } = await start();
    const { organization } = company;
    const [alice, nora] = [await company.person('alice'), await company.person('nora')];
    const people = await company.department('People');
    await core.app.people.change(organization, {
      personId: alice.id,
      patch: { departmentId: people.id },
      actorId: null,
    });
    await core.app.people.change(organization, {
      personId: nora.id,
      patch: { name: 'Nora Lindh' },
      actorId: null,
    });

    const undone = await lookAndUndo();

    expect(undone.ok && undone.value.staying.map(({ name, why }) => [name, why])).toEqual([
      ['Nora Lindh', 'changed'],
      ['Alice Ito', 'changed'],
    ]);
    expect(await company.person('alice')).toMatchObject({ departmentId: people.id, region: '' });
    expect([await isActive('nora'), await isActive('bob')]).toEqual([true, true]);
  });

  it('is not put back by somebody who saw something else', async () => {
    const { core, company, undo, isActive } = await start();
    const planned = await undo();
    const { id: personId } = await company.person('nora');
    await core.app.people.deactivate(company.organization, { personId, actorId: null });

    const undone = await undo(planned.ok ? planned.value.sight : '');

    expect(undone).toMatchObject({ ok: true, value: { isDone: false } });
    expect(await isActive('bob')).toBe(false);
  });

  it('is put back once, and for a day', async () => {
    const twice = await start();
    await twice.lookAndUndo();
    const late = await start();
    late.core.clock.set('2026-11-17T10:00:01Z');

    expect(await twice.lookAndUndo()).toMatchObject({ refusal: { kind: 'import-stays', why: 'undone' } });
    expect(await late.lookAndUndo()).toMatchObject({ refusal: { kind: 'import-stays', why: 'late' } });
  });

  it('is forgotten, with names and addresses, when the next one comes a day later', async () => {
    const { core, company } = await start();
    core.clock.set('2026-11-18T10:00:00Z');
    await core.app.people.import(company.organization, [personRow('Otto Berg', 'Design')]);

    const rows = await core.db
      .selectFrom('people_import')
      .select(['at', 'undo'])
      .where('organization_id', '=', company.organization.id)
      .orderBy('at')
      .execute();
    expect(rows.map(({ undo }) => undo !== null)).toEqual([false, false, true]);
  });
});
