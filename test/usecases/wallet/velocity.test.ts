import { afterAll, describe, expect, it } from 'vitest';
import type { GuardChanges } from '#src/domain/wallet/guard-policy.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start(velocity: NonNullable<GuardChanges['velocity']>) {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const organizationId = company.organization.id;
  await core.app.wallet.setGuard({ organizationId, changes: { velocity }, actorId: null });

  async function redeem(who: string, amount: string, seen = {}) {
    const giftId = await company.gift(who, amount);
    return core.app.gift.redeem({ person: await company.person(who), giftId, ...seen });
  }

  async function guard() {
    const found = await core.app.queries.wallet.findGuard(operatorOf(organizationId), { limit: 10 });
    return found ?? { policy: undefined, firings: [] };
  }

  return { core, company, redeem, guard };
}

const FROZEN = { ok: false, refusal: { kind: 'wallet-frozen' } };

describe('what is unusual', () => {
  it('is on record and told to the admins once a day, and stops nobody where the rule only warns', async () => {
    const { company, redeem, guard } = await start({ 'redeems-per-hour': { limit: 1, measure: 'warn' } });
    const alice = await company.person('alice');

    const outcomes = [await redeem('alice', '1'), await redeem('alice', '2'), await redeem('alice', '3')];

    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect((await guard()).firings).toMatchObject([
      { name: 'Alice Ito', rule: 'redeems-per-hour', found: 3, limit: 1, measure: 'warn' },
      { found: 2 },
    ]);
    expect(await company.notificationsOf('guard.fired', alice.id)).toEqual(['zoe']);
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('waits for a second factor where the rule says so', async () => {
    const { core, redeem } = await start({ 'redeems-per-day': { limit: 1, measure: 'second-factor' } });

    expect(await redeem('alice', '1')).toMatchObject({ ok: true });
    expect(await redeem('alice', '2')).toEqual({ ok: false, refusal: { kind: 'second-factor-needed' } });
    expect(await redeem('alice', '3', { passedAt: core.clock.now() })).toMatchObject({ ok: true });
  });

  it('freezes the wallet where the rule says so, until somebody unfreezes it', async () => {
    const { core, company, redeem, guard } = await start({
      'redeems-per-hour': { limit: 1, measure: 'freeze' },
    });
    await redeem('alice', '1');

    expect(await redeem('alice', '2')).toEqual(FROZEN);
    core.clock.advance(3_600_000);
    expect(await redeem('alice', '3')).toEqual(FROZEN);
    const ownerId = (await company.person('alice')).id;
    const person = await company.person('zoe');
    await core.app.wallet.freeze({ person, ownerId, isFrozen: false, reason: 'a jubilee' });
    expect(await redeem('alice', '4')).toMatchObject({ ok: true });
    expect((await guard()).firings).toHaveLength(1);
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('counts the people who redeem from one address, and keeps no address', async () => {
    const { core, company, redeem } = await start({
      'accounts-per-address': { limit: 1, measure: 'freeze' },
    });
    const seen = { address: '203.0.113.9' };

    expect(await redeem('alice', '1', seen)).toMatchObject({ ok: true });
    expect(await redeem('alice', '1', seen)).toMatchObject({ ok: true });
    expect(await redeem('bob', '1', { address: '203.0.113.10' })).toMatchObject({ ok: true });
    expect(await redeem('bob', '1')).toMatchObject({ ok: true });
    expect(await redeem('bob', '1', seen)).toEqual(FROZEN);
    const { rows } = await core.db
      .selectFrom('activity')
      .select('detail')
      .where('organization_id', '=', company.organization.id)
      .execute()
      .then((found) => ({ rows: JSON.stringify(found) }));
    expect(rows).not.toContain('203.0.113');
  });

  it('is a device that is new, and an amount that is many times the usual one', async () => {
    const { core, company, redeem } = await start({
      'new-device': { limit: 24, measure: 'second-factor' },
      'unusual-amount': { limit: 10, measure: 'second-factor' },
    });
    const origin = { userAgent: 'a browser', address: '203.0.113.9' };
    const bob = await company.person('bob');
    await core.app.session.openInPlayground({ person: bob, origin, held: undefined });

    expect(await redeem('bob', '1', origin)).toMatchObject({ ok: false });
    core.clock.advance(25 * 3_600_000);
    expect(await redeem('bob', '1', origin)).toMatchObject({ ok: true });
    for (let time = 0; time < 5; time += 1) await redeem('alice', '1');
    expect(await redeem('alice', '10')).toMatchObject({ ok: true });
    expect(await redeem('alice', '10.01')).toMatchObject({ ok: false });
  });
});

describe('the rules', () => {
  it('keep what is not set anew, and a rule can be switched off', async () => {
    const { core, company, guard } = await start({ 'redeems-per-hour': null });
    const organizationId = company.organization.id;
    await core.app.wallet.setGuard({ organizationId, changes: { closing: 'pay-out' }, actorId: null });

    const { policy } = await guard();
    expect(policy?.closing).toBe('pay-out');
    expect(Object.keys(policy?.velocity ?? {}).toSorted()).toEqual([
      'accounts-per-address',
      'redeems-per-day',
      'spends-per-day',
      'spends-per-hour',
      'unusual-amount',
      'unusual-spend',
    ]);
  });
});
