import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { PROPOSAL_RULES } from '#src/db/queries/proof/proposal-rules.ts';
import { insertApiToken } from '#src/db/session/api-token.ts';
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { ApiScope } from '#src/domain/session/api-token.ts';
import { savePlan } from '#src/usecases/people/steps/save-plan.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
afterEach(async () => {
  const broken = await listBroken(core.db, core.keys);
  if (broken.length > 0) throw new Error(`the books do not hold: ${broken.join('\n')}`);
});
afterAll(database.drop);

const WAITS = { ok: false, refusal: { kind: 'second-person-for-right', alone: 'no' } };

let company: Awaited<ReturnType<typeof makeCompany>>;
let organizationId: string;
let ada: Person;
let grace: Person;
/** Ada and Grace are admins, and a second person is needed above 1000 USD. */
beforeAll(async () => {
  company = await makeCompany(core);
  organizationId = company.organization.id;
  await app.people.import(company.organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Grace Hu', 'People', 'admin'),
  ]);
  [ada, grace] = [await company.person('ada'), await company.person('grace')];
  await ask(100_000n);
});

function ask(amountMinor: bigint | null) {
  return app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor, actorId: null });
}

function give(who: Person, role: Role, more: { name?: string } = {}, by: Person = ada) {
  return app.people.change(company.organization, { personId: who.id, patch: { role, ...more }, by });
}

function waiting() {
  return app.queries.budget.listProposals(operatorOf(organizationId), { now: clock.now() });
}

async function lastProposal() {
  return must((await waiting()).at(-1), 'proposal');
}

async function confirm(by: Person | null, proposalId?: string) {
  const id = proposalId ?? (await lastProposal()).id;
  return app.budget.confirmProposal({ organizationId, proposalId: id, deciderId: by?.id ?? null });
}

function makeToken(scopes: ApiScope[], maker: Person = ada) {
  return app.session.makeToken({
    organizationId,
    personId: maker.id,
    makerId: maker.id,
    name: 'Payroll',
    scopes,
    expiresAt: new Date(clock.now().getTime() + DAY_MS),
  });
}

describe('a role above employee', () => {
  it('waits for another admin while everything else is saved, and the record names both', async () => {
    const bob = await company.person('bob');
    const asked = await give(bob, 'manager', { name: 'Bob Tran-Hill' });
    const between = await company.person('bob');
    const again = await give(between, 'manager');
    const { id } = await lastProposal();
    const own = await confirm(ada, id);
    const confirmed = await confirm(grace, id);
    const after = await company.person('bob');

    expect([asked, again]).toMatchObject([WAITS, WAITS]);
    expect([between.name, between.role]).toEqual(['Bob Tran-Hill', 'employee']);
    expect(own).toMatchObject({ refusal: { kind: 'own-proposal' } });
    expect(confirmed).toMatchObject({ ok: true });
    expect(after.role).toBe('manager');
    expect(await waiting()).toEqual([]);
    const record = await app.queries.ledger.listActivities(ada, { personId: bob.id, limit: 1 });
    expect(record).toMatchObject([
      {
        kind: 'person.changed',
        doer: 'Ada Stone',
        detail: { confirmedBy: grace.id, after: { role: 'manager' } },
      },
    ]);
  });

  it('is nobody’s to confirm who would have it', async () => {
    const alice = await company.person('alice');
    await give(alice, 'admin');
    const { id } = await lastProposal();

    expect(await confirm(alice, id)).toMatchObject({ refusal: { kind: 'budget-not-allowed' } });
    expect(await confirm(grace, id)).toMatchObject({ ok: true });
    const admin = await company.person('alice');
    expect(await give(admin, 'finance', {}, admin)).toMatchObject({
      refusal: { kind: 'person-off-limits', why: 'self' },
    });
  });

  it('waits when somebody comes back with it, is added with it or is imported with it', async () => {
    const { organization } = company;
    const morgan = await company.person('morgan');
    await app.people.deactivate(organization, { personId: morgan.id, by: ada });
    const back = await app.people.reactivate(organization, { personId: morgan.id, by: ada });
    const { waiting: imported } = await app.people.import(organization, [
      personRow('New Comer', 'Design', 'hr'),
    ]);
    const newcomer = await company.person('new');

    expect(back).toMatchObject(WAITS);
    expect((await company.person('morgan')).isDeactivated).toBe(true);
    expect(imported).toMatchObject([{ kind: 'second-person-for-right', name: 'New Comer' }]);
    expect(newcomer.role).toBe('employee');
    for (const { id } of await waiting()) expect(await confirm(grace, id)).toMatchObject({ ok: true });
    expect(await company.person('morgan')).toMatchObject({ role: 'manager', isDeactivated: false });
    expect((await company.person('new')).role).toBe('hr');
  });

  it('is not given to whose rights have changed since', async () => {
    const { organization } = company;
    const mallory = await company.person('mallory');
    await give(mallory, 'finance');
    await app.people.deactivate(organization, { personId: mallory.id, by: ada });

    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'proposal-outdated' } });
    expect((await company.person('mallory')).role).toBe('employee');
  });

  it('is taken away at once, and given by no chat role', async () => {
    const bob = await company.person('bob');
    const { id: departmentId } = await company.department('Design');
    const mapping = { organizationId, platform: 'discord', workspaceId: '1', roleId: '2', departmentId };

    expect(await give(bob, 'employee')).toMatchObject({ ok: true });
    expect(await app.people.mapRole({ ...mapping, role: 'manager' })).toMatchObject({
      refusal: { kind: 'role-of-many' },
    });
  });
});

describe('a token that reaches money or people', () => {
  it('is made by whoever proposed it, once another admin has confirmed it, and only once', async () => {
    const asked = await makeToken(['gifts:write']);
    const proposal = await lastProposal();
    function makeIt(maker: Person) {
      return app.session.makeConfirmedToken({ organizationId, proposalId: proposal.id, makerId: maker.id });
    }
    const early = await makeIt(ada);
    const own = await confirm(ada, proposal.id);
    const confirmed = await confirm(grace, proposal.id);
    const foreign = await makeIt(grace);
    const made = await makeIt(ada);
    const twice = await makeIt(ada);

    expect(asked).toMatchObject(WAITS);
    expect(early).toMatchObject({ refusal: { kind: 'proposal-not-confirmed' } });
    expect(own).toMatchObject({ refusal: { kind: 'own-proposal' } });
    expect(confirmed).toMatchObject({ ok: true });
    expect(foreign).toMatchObject({ refusal: { kind: 'unknown-proposal' } });
    expect(made).toMatchObject({ ok: true, value: { token: { name: 'Payroll', scopes: ['gifts:write'] } } });
    expect(twice).toMatchObject({ refusal: { kind: 'proposal-over' } });
    const text = made.ok ? made.value.text.reveal() : '';
    expect((await app.session.findToken(text))?.person.id).toBe(ada.id);
    const [record] = await app.queries.ledger.listActivities(ada, { kind: 'token.made', limit: 1 });
    expect(record).toMatchObject({ doer: 'Ada Stone', detail: { confirmedBy: grace.id } });
  });

  it('is made at once where it only reads', async () => {
    expect(await makeToken(['gifts:read', 'reports:read'])).toMatchObject({ ok: true });
    expect(await makeToken(['people:provision'])).toMatchObject(WAITS);
  });
});

describe('a right that was given without the word of a second person', () => {
  it('is found by the audit, and none that had it', async () => {
    clock.advance(2 * MINUTE_MS);
    const bob = await company.person('bob');
    await give(bob, 'approver');
    await confirm(grace);
    await makeToken(['budgets:write']);
    const { id: proposalId } = await lastProposal();
    await confirm(grace, proposalId);
    await app.session.makeConfirmedToken({ organizationId, proposalId, makerId: ada.id });
    const proved = await listBroken(core.db, core.keys);
    let broken: string[] = [];
    await transact(core, async (tx) => {
      const before = must(
        (await listKnownPeople(tx, organizationId)).find(({ id }) => id === bob.id),
        'Bob',
      );
      const people = [{ before, person: { ...before, role: 'finance' as const } }];
      const plan = { people, departments: [] };
      const { organization } = company;
      await savePlan(core, tx, { organization, plan, actorId: ada.id, isConsented: true });
      const token = {
        organizationId,
        personId: ada.id,
        name: 'Past it',
        marketplaceId: null,
        madeBy: ada.id,
      };
      const expiresAt = new Date(clock.now().getTime() + DAY_MS);
      const made = await insertApiToken(tx, { ...token, scopes: ['gifts:write'], expiresAt });
      broken = await listWithout(tx);
      expect(broken).toEqual([expect.stringContaining(`role of person ${bob.id}`), `token ${made.token.id}`]);
      return refused({ kind: 'time-is-over' });
    });

    expect(proved).toEqual([]);
    expect(broken).toHaveLength(2);
    expect((await company.person('bob')).role).toBe('approver');
  });
});

/** What breaks the rules about roles and tokens that needed a second person. */
async function listWithout(tx: Tx): Promise<string[]> {
  const rules = Object.entries(PROPOSAL_RULES).filter(([name]) => /^every (role|token)/.test(name));
  const broken: string[] = [];
  for (const [, rule] of rules) {
    const { rows } = await sql.raw<{ broken: string }>(rule).execute(tx);
    broken.push(...rows.map((row) => row.broken));
  }
  return broken;
}

describe('an admin who is alone', () => {
  it('is told that whoever runs Largesse confirms, who does', async () => {
    const alice = await company.person('alice');
    for (const one of [alice, grace]) {
      await app.people.change(company.organization, {
        personId: one.id,
        patch: { role: 'employee' },
        by: ada,
      });
    }
    const asked = await give(await company.person('bob'), 'hr');

    expect(asked).toMatchObject({ refusal: { alone: 'yes' } });
    expect(await confirm(null)).toMatchObject({ ok: true });
    expect((await company.person('bob')).role).toBe('hr');
  });

  it('is made by whoever runs Largesse, where there is no admin to confirm it', async () => {
    const { organization } = company;
    await app.people.change(organization, { personId: ada.id, patch: { role: 'employee' }, actorId: null });
    const first = await app.people.change(organization, {
      personId: ada.id,
      patch: { role: 'admin' },
      actorId: null,
    });

    expect(first).toMatchObject({ ok: true });
  });
});
