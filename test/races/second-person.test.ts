import { describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';
import { budgetOf, operatorOf } from '#test/helpers/reads.ts';

const { core, atOnce, manyAtOnce } = await raceCores(4);

/** A top-up of 2000 that Ada proposed waits; Grace and Fay may confirm it. */
async function start() {
  const { organization, person, department } = await makeCompany(core);
  const { id: organizationId } = organization;
  await core.app.people.import(organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Grace Hu', 'People', 'admin'),
    personRow('Fay Moss', 'People', 'finance'),
  ]);
  const [ada, grace, fay] = [await person('ada'), await person('grace'), await person('fay')];
  const design = await department('Design');
  const over = { organizationId, currency: 'USD', amountMinor: 100_000n, actorId: null };
  await core.app.budget.setSecondPerson(over);
  const topUp = { id: core.newId(), department: design, amountMinor: 200_000n, reason: 'x', actorId: ada.id };
  async function onTop() {
    const state = await budgetOf(core, design);
    return state.ok ? state.value.topUpMinor : undefined;
  }
  function decision(deciderId: string) {
    return { organizationId, proposalId: topUp.id, deciderId };
  }
  return { organization, organizationId, design, topUp, ada, grace, fay, onTop, decision };
}

describe('a change that waits for a second person, at the same time', () => {
  it('is proposed once by many presses, and made once by two people who confirm it', async () => {
    const { topUp, grace, fay, onTop, decision, organizationId } = await start();
    await manyAtOnce(4, (app) => app.budget.topUp(topUp));
    const waiting = await core.app.queries.budget.listProposals(operatorOf(organizationId), {
      now: core.clock.now(),
    });
    expect(waiting).toHaveLength(1);

    const confirmed = await manyAtOnce(8, (app, index) =>
      app.budget.confirmProposal(decision(index % 2 === 0 ? grace.id : fay.id)),
    );

    expect(confirmed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await onTop()).toBe(200_000n);
  });

  it('is either made or withdrawn', async () => {
    const { topUp, ada, grace, onTop, decision } = await start();
    await core.app.budget.topUp(topUp);

    const [confirmed, withdrawn] = await atOnce([
      (app) => app.budget.confirmProposal(decision(grace.id)),
      (app) => app.budget.withdrawProposal(decision(ada.id)),
    ]);

    expect([confirmed?.ok, withdrawn?.ok].filter(Boolean)).toHaveLength(1);
    expect(await onTop()).toBe(confirmed?.ok ? 200_000n : 0n);
  });

  it('is made by the rules as they are, or is outdated, when somebody sets the same budget meanwhile', async () => {
    const { design, ada, grace, fay, organizationId } = await start();
    const id = core.newId();
    await core.app.budget.set({ id, department: design, amountMinor: 300_000n, actorId: ada.id });

    const [confirmed, set] = await atOnce<{ ok: boolean }>([
      (app) => app.budget.confirmProposal({ organizationId, proposalId: id, deciderId: grace.id }),
      (app) => app.budget.set({ department: design, amountMinor: 50_000n, actorId: fay.id }),
    ]);

    expect(must(set, 'setting').ok).toBe(true);
    const state = await budgetOf(core, design);
    // The later one wins: the other one was either first, or refused.
    expect(state.ok && state.value.grantedMinor).toBe(50_000n);
    expect(typeof confirmed?.ok).toBe('boolean');
  });
});
