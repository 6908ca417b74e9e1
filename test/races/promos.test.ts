import { describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { granted } from '#test/helpers/promos.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

const { core, manyAtOnce: atOnce } = await raceCores(3);

const DAY_MS = 86_400_000;

async function start() {
  const company = await makeCompanyWithApprovers(core);
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);
  const alice = await company.person('alice');
  async function kinds() {
    const history = await core.app.queries.wallet.history(alice, alice.id, { currency: 'USD', limit: 20 });
    return history?.rows.map(({ kind }) => kind);
  }

  return { company, alice, kinds };
}

describe('promotional credit, when much happens at once', () => {
  it('is granted once when the same request comes twelve times, with others among it', async () => {
    const { company, alice } = await start();
    const bob = await company.person('bob');
    const request = {
      department: await company.department('Engineering'),
      person: await company.person('finn'),
      reason: 'for the spring',
      expiresAt: new Date(core.clock.now().getTime() + DAY_MS),
    };
    const [one, two] = [
      { personId: alice.id, amountMinor: 700n, requestId: 'a' },
      { personId: bob.id, amountMinor: 300n, requestId: 'b' },
    ];

    const outcomes = await atOnce(12, (app, index) =>
      app.wallet.grantPromos({ ...request, promos: index % 2 === 0 ? [one, two] : [two, one] }),
    );

    const made = outcomes.map((outcome) => (outcome.ok ? outcome.value.grants.length : -1));
    expect(made.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 11 }, () => 0), 2]);
    expect(await company.left('Engineering')).toBe(49_000n);
  });

  it('never grants more than the budget has', async () => {
    const { company, alice } = await start();
    const request = {
      department: await company.department('Engineering'),
      person: await company.person('finn'),
      reason: 'for the spring',
      expiresAt: new Date(core.clock.now().getTime() + DAY_MS),
    };

    const outcomes = await atOnce(10, (app, index) =>
      app.wallet.grantPromos({
        ...request,
        promos: [{ personId: alice.id, amountMinor: 9_000n, requestId: `c${index}` }],
      }),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await company.left('Engineering')).toBe(5_000n);
  });

  it('expires once, however many workers book it', async () => {
    const { company, kinds } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 1 });
    core.clock.advance(DAY_MS);

    await atOnce(12, (app) => app.wallet.advancePromo(grantId));

    expect(await kinds()).toEqual(['promo.expired', 'promo.granted']);
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('ends in one way when it expires while it is taken back', async () => {
    const { company, kinds } = await start();
    const person = await company.person('finn');
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 1 });
    const asked = await core.app.wallet.requestPromoReturn({ person, grantId, reason: 'granted twice' });
    const approvalId = asked.ok ? asked.value.approvalId : '';
    const zoe = await company.person('zoe');

    await atOnce(6, async (app, index) => {
      if (index === 2) core.clock.advance(DAY_MS);
      if (index % 2 === 0) return app.wallet.advancePromo(grantId);
      await app.approval.decide({ person: zoe, approvalId, decision: { kind: 'approve' } });
    });
    await core.app.wallet.advancePromo(grantId);

    expect(await kinds()).toHaveLength(2);
    expect(await company.left('Engineering')).toBe(50_000n);
  });
});
