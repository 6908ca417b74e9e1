import { describe, expect, it } from 'vitest';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import type { Person } from '#src/domain/people/person.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { budgetOf, operatorOf } from '#test/helpers/reads.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
dropWhenProved(database);

const DAY_MS = 86_400_000;
const WAITS = {
  ok: false,
  refusal: { kind: 'second-person-asked', over: { amountMinor: '100000', currency: 'USD' } },
};

/** Above 1000 USD a second person is needed. Ada and Grace are admins of People, Fay and Finn of finance; Dan is in Design. */
async function start() {
  const company = await makeCompany(core);
  const { organization, person } = company;
  const { id: organizationId } = organization;
  await app.people.import(organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Grace Hu', 'People', 'admin'),
    personRow('Fay Moss', 'People', 'finance'),
    personRow('Dan Roe', 'Design', 'finance'),
  ]);
  const [ada, grace, fay, dan] = [
    await person('ada'),
    await person('grace'),
    await person('fay'),
    await person('dan'),
  ];
  const design = await company.department('Design');
  await app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor: 100_000n, actorId: null });
  function topUp(amountMinor: bigint, actor: Person | null = ada, id = core.newId()) {
    const actorId = actor?.id ?? null;
    return app.budget.topUp({ id, department: design, amountMinor, reason: 'a launch', actorId });
  }
  async function waiting() {
    return app.queries.budget.listProposals(operatorOf(organizationId), { now: clock.now() });
  }
  async function confirm(by: Person | null, proposalId?: string) {
    const id = proposalId ?? (await waiting())[0]?.id ?? core.newId();
    return app.budget.confirmProposal({ organizationId, proposalId: id, deciderId: by?.id ?? null });
  }
  async function onTop() {
    const state = await budgetOf(core, design);
    return state.ok ? state.value.topUpMinor : undefined;
  }
  return { company, organizationId, design, ada, grace, fay, dan, topUp, waiting, confirm, onTop };
}

describe('a change above the amount', () => {
  it('is made at once up to the amount, and waits above it', async () => {
    const { topUp, waiting, onTop } = await start();

    expect(await topUp(100_000n)).toMatchObject({ ok: true });
    expect(await topUp(100_001n)).toMatchObject(WAITS);

    expect(await onTop()).toBe(100_000n);
    expect(await waiting()).toMatchObject([
      {
        change: { kind: 'top-up', amountMinor: 100_001n },
        proposer: 'Ada Stone',
        target: 'Design',
        reason: 'a launch',
      },
    ]);
  });

  it('is made when another person confirms it, once, and the record names both', async () => {
    const { topUp, confirm, onTop, waiting, ada, grace, fay, organizationId } = await start();
    await topUp(200_000n);
    const id = (await waiting())[0]?.id ?? '';

    expect(await confirm(grace)).toMatchObject({ ok: true, value: { status: 'confirmed' } });
    expect(await confirm(fay, id)).toMatchObject({ refusal: { kind: 'proposal-over', status: 'confirmed' } });

    expect(await onTop()).toBe(200_000n);
    const record = await core.db
      .selectFrom('activity')
      .select(['kind', 'actor_id', 'detail'])
      .where('organization_id', '=', organizationId)
      .where('kind', 'in', ['proposal.made', 'proposal.confirmed', 'budget.topped-up'])
      .orderBy('id')
      .execute();
    expect(record).toMatchObject([
      { kind: 'proposal.made', actor_id: ada.id },
      { kind: 'budget.topped-up', actor_id: ada.id, detail: { confirmedBy: grace.id } },
      { kind: 'proposal.confirmed', actor_id: grace.id, detail: { proposedBy: ada.id } },
    ]);
  });

  it('tells those who may confirm it, and the proposer what became of it', async () => {
    const { topUp, confirm, ada, grace, fay, dan, organizationId } = await start();
    await topUp(200_000n);
    await confirm(grace);

    const told = await core.db
      .selectFrom('notification')
      .select(['person_id', 'kind'])
      .where('organization_id', '=', organizationId)
      .where('kind', 'in', ['proposal.made', 'proposal.decided'])
      .execute();
    const readers = told.filter(({ kind }) => kind === 'proposal.made').map((one) => one.person_id);
    expect(new Set(readers)).toEqual(new Set([grace.id, fay.id]));
    expect(readers).not.toContain(dan.id);
    expect(told.filter(({ kind }) => kind === 'proposal.decided')).toMatchObject([{ person_id: ada.id }]);
  });

  it('asked for again by the same press waits once, and is done once after it was confirmed', async () => {
    const { topUp, waiting, confirm, onTop, ada, grace } = await start();
    const id = core.newId();

    await topUp(200_000n, ada, id);
    expect(await topUp(200_000n, ada, id)).toMatchObject(WAITS);
    expect(await waiting()).toHaveLength(1);

    await confirm(grace);
    expect(await topUp(200_000n, ada, id)).toMatchObject({ ok: true, value: { isRepeat: true } });
    expect(await onTop()).toBe(200_000n);
  });

  it('is not confirmed by who proposed it, who gains by it, or who has no right to it', async () => {
    const { topUp, confirm, onTop, ada, dan, company } = await start();
    await topUp(200_000n);

    expect(await confirm(ada)).toMatchObject({ refusal: { kind: 'own-proposal' } });
    expect(await confirm(dan)).toMatchObject({ refusal: { kind: 'own-budget' } });
    expect(await confirm(await company.person('priya'))).toMatchObject({
      refusal: { kind: 'budget-not-allowed' },
    });
    expect(await onTop()).toBe(0n);
  });

  it('is not made when its proposer has lost the right meanwhile, or has come to gain by it', async () => {
    const { topUp, confirm, onTop, company, ada, grace, fay } = await start();
    await topUp(200_000n);
    await app.people.import(company.organization, [personRow('Ada Stone', 'Design', 'admin')]);
    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'proposer-lost-right', name: ada.name } });

    await app.people.deactivate(company.organization, { personId: ada.id, actorId: null });
    expect(await confirm(fay)).toMatchObject({ refusal: { kind: 'proposer-lost-right' } });
    expect(await onTop()).toBe(0n);
  });

  it('is over when it is declined with a reason, withdrawn by its proposer, or waits for more than seven days', async () => {
    const { topUp, confirm, waiting, onTop, organizationId, ada, grace } = await start();
    await topUp(200_000n);
    const [first] = await waiting();
    const declined = { organizationId, proposalId: first?.id ?? '', deciderId: grace.id };
    expect(await app.budget.declineProposal({ ...declined, reason: ' ' })).toMatchObject({
      refusal: { kind: 'reason-missing' },
    });
    expect(await app.budget.declineProposal({ ...declined, reason: 'too much' })).toMatchObject({ ok: true });

    await topUp(300_000n);
    const [second] = await waiting();
    const withdrawn = { organizationId, proposalId: second?.id ?? '' };
    expect(await app.budget.withdrawProposal({ ...withdrawn, deciderId: grace.id })).toMatchObject({
      refusal: { kind: 'not-yours-to-withdraw' },
    });
    expect(await app.budget.withdrawProposal({ ...withdrawn, deciderId: ada.id })).toMatchObject({
      ok: true,
    });

    await topUp(400_000n);
    const [third] = await waiting();
    clock.set(new Date(clock.now().getTime() + 7 * DAY_MS).toISOString());
    expect(await confirm(grace, third?.id)).toMatchObject({
      refusal: { kind: 'proposal-over', status: 'expired' },
    });
    expect(await waiting()).toEqual([]);
    expect(await onTop()).toBe(0n);
  });

  it('may be proposed by whoever runs the program, and confirmed by a person; never both by whoever runs it', async () => {
    const { topUp, confirm, onTop, fay, ada } = await start();
    expect(await topUp(200_000n, null)).toMatchObject(WAITS);
    expect(await confirm(null)).toMatchObject({ refusal: { kind: 'own-proposal' } });
    expect(await confirm(fay)).toMatchObject({ ok: true });

    await topUp(300_000n, ada);
    expect(await confirm(null)).toMatchObject({ ok: true });
    expect(await onTop()).toBe(500_000n);
  });
});

describe('each kind of change', () => {
  it('a budget waits where it is raised, and is set by the same steps', async () => {
    const { design, confirm, ada, grace } = await start();
    const setting = { department: design, amountMinor: 300_000n, actorId: ada.id, reason: 'growth' };
    expect(await app.budget.set(setting)).toMatchObject(WAITS);
    expect(await budgetOf(core, design)).toMatchObject({ value: { grantedMinor: 20_000n } });

    expect(await confirm(grace)).toMatchObject({ ok: true });
    expect(await budgetOf(core, design)).toMatchObject({ value: { grantedMinor: 300_000n } });
    expect(await app.budget.set({ ...setting, amountMinor: 150_000n })).toMatchObject({ ok: true });
  });

  it('a budget that was set meanwhile is not confirmed any more', async () => {
    const { design, confirm, waiting, ada, grace } = await start();
    await app.budget.set({ department: design, amountMinor: 300_000n, actorId: ada.id });
    const [proposed] = await waiting();
    await app.budget.set({ department: design, amountMinor: 30_000n, actorId: grace.id });

    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'proposal-outdated' } });
    expect(await confirm(grace, proposed?.id)).toMatchObject({
      refusal: { kind: 'proposal-over', status: 'expired' },
    });
    expect(await budgetOf(core, design)).toMatchObject({ value: { grantedMinor: 30_000n } });
  });

  it('a move waits, and is refused where the money is gone by then', async () => {
    const { company, design, confirm, topUp, ada, grace, organizationId } = await start();
    const people = await company.department('Engineering');
    await app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor: 1_000n, actorId: null });
    const move = {
      id: core.newId(),
      from: people,
      to: design,
      amountMinor: 40_000n,
      reason: 'x',
      actorId: ada.id,
    };
    expect(await app.budget.move(move)).toMatchObject({ refusal: { kind: 'second-person-asked' } });
    await company.give('morgan', 'alice', '200');
    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'too-little-to-move' } });
    expect(await topUp(900n)).toMatchObject({ ok: true });
    expect(await budgetOf(core, design)).toMatchObject({ value: { leftMinor: 20_000n } });
  });

  it('rules wait where they raise a limit or take it away, and not where they only add one', async () => {
    const { organizationId, design, confirm, ada, grace } = await start();
    const scope = { organizationId, departmentId: design.id, currency: 'USD' };
    function set(rules: RulesChanges) {
      return app.budget.setRules({ scope, rules, actorId: ada.id });
    }

    expect(await set({ giftMaxMinor: 90_000n })).toMatchObject({ ok: true });
    expect(await set({ giftMaxMinor: 95_000n })).toMatchObject({ ok: true });
    expect(await set({ giftMaxMinor: null })).toMatchObject(WAITS);
    expect(await confirm(grace)).toMatchObject({ ok: true });
    const found = await app.queries.budget.getRules(operatorOf(organizationId), scope);
    expect(found.ok && found.value.rules.giftMaxMinor).toBeUndefined();
  });

  it('an allowance waits, and nobody confirms their own', async () => {
    const { company, confirm, waiting, grace, dan } = await start();
    const morgan = await company.person('morgan');
    const scope = {
      organizationId: morgan.organizationId,
      departmentId: morgan.departmentId,
      currency: 'USD',
    };
    await app.budget.setRules({ scope, rules: { allowanceMinor: { manager: 10_000n } }, actorId: null });
    const set = { person: morgan, currency: 'USD', amountMinor: 250_000n, actorId: dan.id };
    expect(await app.budget.setAllowance(set)).toMatchObject(WAITS);
    expect(await waiting()).toMatchObject([{ target: 'Morgan Reyes' }]);
    expect(await confirm(grace)).toMatchObject({ ok: true });
    const found = await app.queries.budget.findAllowance(operatorOf(morgan.organizationId), morgan.id);
    expect(found).toMatchObject({ value: { allowanceMinor: 250_000n } });
  });

  it('asking less often takes a second person itself, asking more often does not', async () => {
    const { organizationId, confirm, ada, grace, topUp } = await start();
    function set(amountMinor: bigint | null) {
      return app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor, actorId: ada.id });
    }

    expect(await set(50_000n)).toMatchObject({ ok: true, value: { USD: 50_000n } });
    expect(await set(60_000n)).toMatchObject({ refusal: { kind: 'second-person-asked' } });
    expect(await set(null)).toMatchObject({ refusal: { kind: 'second-person-asked' } });
    expect(await topUp(60_000n)).toMatchObject({ ok: false });

    await confirm(grace);
    expect(await topUp(60_000n)).toMatchObject({ ok: true });
    expect(await topUp(60_001n)).toMatchObject({ ok: false });
    expect(await set(null)).toMatchObject({ ok: false });
  });
});

describe('nobody grants themselves, wherever they ask', () => {
  it('not the budget, a top-up, a move, the rules or the opening of their own department, nor their own allowance', async () => {
    const { company, design, dan, organizationId } = await start();
    const from = await company.department('Engineering');
    const own = { refusal: { kind: 'own-budget' } };
    const actorId = dan.id;
    const scope = { organizationId, departmentId: design.id, currency: 'USD' };
    const money = { id: core.newId(), amountMinor: 1n, reason: 'x', actorId };

    expect(await app.budget.set({ department: design, amountMinor: 1n, actorId })).toMatchObject(own);
    expect(await app.budget.topUp({ ...money, department: design })).toMatchObject(own);
    expect(await app.budget.move({ ...money, from, to: design })).toMatchObject(own);
    expect(await app.budget.setRules({ scope, rules: { giftMaxMinor: 1n }, actorId })).toMatchObject(own);
    expect(
      await app.budget.setAllowance({ person: dan, currency: 'USD', amountMinor: 1n, actorId }),
    ).toMatchObject(own);
    expect(await app.budget.freeze({ department: design, isFrozen: true, actorId })).toMatchObject({
      ok: true,
    });
    expect(await app.budget.freeze({ department: design, isFrozen: false, actorId })).toMatchObject(own);
    expect(await app.budget.freeze({ department: design, isFrozen: false, actorId: null })).toMatchObject({
      ok: true,
    });
  });
});
