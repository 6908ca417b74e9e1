import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { balanceOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
afterAll(database.drop);

const ASKED = {
  ok: false,
  refusal: { kind: 'second-factor-asked', over: { amountMinor: '5000', currency: 'USD' } },
};

async function start(amount: string) {
  const company = await makeCompany(core);
  const { id: organizationId } = company.organization;
  await app.session.setFactorPolicy({
    organizationId,
    changes: { overMinor: { USD: 5_000n } },
    actorId: null,
  });
  const { gifts } = await company.give('morgan', 'alice', amount);
  const { giftId } = must(gifts[0], 'gift');
  return { company, giftId, alice: await company.person('alice') };
}

describe('a gift above the amount that asks for a second factor', () => {
  it('is not added in chat, by button or code, and is there still', async () => {
    const { company, giftId, alice } = await start('50.01');
    const code = await company.codeOf(giftId, 'alice');

    expect(await app.gift.redeem({ person: alice, giftId })).toEqual(ASKED);
    expect(await company.redeem('alice', code)).toEqual(ASKED);
    expect(await balanceOf(core, alice)).toMatchObject({ wallets: [], unredeemed: [{ giftId }] });
  });

  it('is added by who passed one in the last quarter of an hour', async () => {
    const { company, giftId, alice } = await start('60');
    const typed = (await company.codeOf(giftId, 'alice')).reveal();
    const longAgo = new Date(clock.now().getTime() - 15 * 60_000);

    expect(await app.gift.redeemCode({ person: alice, typed, passedAt: longAgo })).toEqual(ASKED);
    expect(await app.gift.redeemCode({ person: alice, typed, passedAt: clock.now() })).toMatchObject({
      ok: true,
    });
  });

  it('tells nobody else that its code is right', async () => {
    const { company, giftId } = await start('60');
    const code = await company.codeOf(giftId, 'alice');

    expect(await company.redeem('bob', code)).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
  });

  it('is no other for who has a shell', async () => {
    const { company, giftId, alice } = await start('60');
    const typed = (await company.codeOf(giftId, 'alice')).reveal();
    const shell = makeCore(database.db, { operator: 'root', clock });

    expect((await shell.app.gift.redeemCode({ person: alice, typed })).ok).toBe(true);
  });
});

describe('a gift of that amount or less', () => {
  it('is added as before', async () => {
    const { giftId, alice } = await start('50');

    expect((await app.gift.redeem({ person: alice, giftId })).ok).toBe(true);
  });
});
