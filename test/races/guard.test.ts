import { describe, expect, it } from 'vitest';
import type { App } from '#src/app.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

const { core, atOnce } = await raceCores(3);

const ROUNDS = 12;

/** In each round time has passed: what happened at the same instant is in no order on record. */
async function start() {
  core.clock.advance(60_000);
  const company = await makeWalletCompany(core);
  const [alice, priya, zoe] = [
    await company.person('alice'),
    await company.person('priya'),
    await company.person('zoe'),
  ];
  async function balance() {
    return (await core.app.queries.wallet.compose(alice, alice.id))?.[0]?.giftMinor ?? 0n;
  }

  return { company, alice, priya, zoe, balance };
}

describe('a code that is redeemed and reported at once', () => {
  it('is either redeemed or frozen, never both', async () => {
    const { company, alice, balance } = await start();
    let redeemed = 0n;
    for (let round = 0; round < ROUNDS; round += 1) {
      const giftId = await company.gift('alice', '1');
      const outcomes = await atOnce<boolean>([
        async (app) => (await app.gift.redeem({ person: alice, giftId })).ok,
        async (app) => (await app.gift.reportCode({ person: alice, giftId })).ok,
      ]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      if (outcomes[0]) redeemed += 100n;
    }

    expect(await balance()).toBe(redeemed);
  });
});

describe('a wallet that is frozen while gifts are redeemed into it', () => {
  it('takes nothing more in once it is frozen', async () => {
    const { company, alice, priya, balance } = await start();
    const giftIds: string[] = [];
    for (let nth = 0; nth < 8; nth += 1) giftIds.push(await company.gift('alice', '1'));
    const freeze = { person: priya, ownerId: alice.id, isFrozen: true, reason: 'seen' };

    const outcomes = await atOnce<boolean | undefined>([
      ...giftIds.map((giftId) => async (app: App) => (await app.gift.redeem({ person: alice, giftId })).ok),
      async (app) => void (await app.wallet.freeze(freeze)),
    ]);

    const done = outcomes.filter((one) => one === true).length;
    expect(await balance()).toBe(BigInt(done) * 100n);
    const another = await company.gift('alice', '1');
    expect(await core.app.gift.redeem({ person: alice, giftId: another })).toMatchObject({
      refusal: { kind: 'wallet-frozen' },
    });
  });
});

describe('a gift that gets another code while somebody redeems the old one', () => {
  it('is worth its value once, whoever comes first', async () => {
    const { company, alice, priya, zoe, balance } = await start();
    for (let round = 0; round < ROUNDS; round += 1) {
      const giftId = await company.gift('alice', '1');
      const typed = (await company.codeOf(giftId, 'alice')).reveal();
      await core.app.gift.reportCode({ person: alice, giftId });
      const asked = await core.app.approval.requestReissue({ person: priya, giftId, reason: 'seen' });
      const approvalId = asked.ok ? asked.value.approvalId : '';
      core.clock.advance(1_000);

      const [old, , button] = await atOnce<boolean>([
        async (app) => (await app.gift.redeemCode({ person: alice, typed })).ok,
        async (app) =>
          (await app.approval.decide({ person: zoe, approvalId, decision: { kind: 'approve' } })).ok,
        async (app) => (await app.gift.redeem({ person: alice, giftId })).ok,
      ]);
      expect(old).toBe(false);
      const again = await core.app.gift.redeem({ person: alice, giftId });
      expect(again.ok).toBe(!button);
      core.clock.advance(3_600_000);
    }

    expect(await balance()).toBe(BigInt(ROUNDS) * 100n);
  });

  it('gets one code when two people approve at once', async () => {
    const { company, alice, priya, zoe } = await start();
    const finn = await company.person('finn');
    const giftId = await company.gift('alice', '1');
    await core.app.gift.reportCode({ person: alice, giftId });
    const asked = await core.app.approval.requestReissue({ person: priya, giftId, reason: 'seen' });
    const approvalId = asked.ok ? asked.value.approvalId : '';

    const outcomes = await atOnce(
      [zoe, finn, zoe, finn].map((person) => async (app: App) => {
        return (await app.approval.decide({ person, approvalId, decision: { kind: 'approve' } })).ok;
      }),
    );

    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });
});

describe('a wallet that is closed while a gift is redeemed into it', () => {
  it('pays out what is in it at that moment, and keeps the rest', async () => {
    const { company, alice, priya, zoe, balance } = await start();
    await core.app.gift.redeem({ person: alice, giftId: await company.gift('alice', '5') });
    const giftId = await company.gift('alice', '1');
    const asked = await core.app.wallet.requestClosing({
      person: priya,
      ownerId: alice.id,
      way: 'pay-out',
      reason: 'left',
    });
    const approvalId = asked.ok ? (asked.value.closings[0]?.approvalId ?? '') : '';

    await atOnce<boolean>([
      async (app) => (await app.gift.redeem({ person: alice, giftId })).ok,
      async (app) =>
        (await app.approval.decide({ person: zoe, approvalId, decision: { kind: 'approve' } })).ok,
      async (app) =>
        (await app.approval.decide({ person: zoe, approvalId, decision: { kind: 'approve' } })).ok,
    ]);

    expect([0n, 100n]).toContain(await balance());
  });
});
