import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Alice with a gift of 25 from Morgan. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const giftId = await company.gift('alice', '25');
  const code = await company.codeOf(giftId, 'alice');

  async function report(by: string) {
    return core.app.gift.reportCode({ person: await company.person(by), giftId, reason: 'seen' });
  }

  async function reissue(decider = 'zoe') {
    const person = await company.person('priya');
    const asked = await core.app.approval.requestReissue({ person, giftId, reason: 'lost phone' });
    if (!asked.ok) return asked;
    return company.decide(decider, asked.value.approvalId);
  }

  return { core, company, giftId, code, report, reissue };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('a code that its recipient lost or somebody saw', () => {
  it('cannot be redeemed or shown from then on, by code or by button', async () => {
    const { core, company, giftId, code, report } = await start();
    const person = await company.person('alice');

    const reported = await report('alice');

    expect(reported).toMatchObject({ ok: true, value: { isRepeat: false, lastFour: code.lastFour } });
    const refusal = { ok: false, refusal: { kind: 'code-frozen' } };
    expect(await company.redeem('alice', code)).toEqual(refusal);
    expect(await core.app.gift.redeem({ person, giftId })).toEqual(refusal);
    expect(await core.app.gift.claim({ person, giftId })).toEqual(refusal);
    expect(await broken()).toEqual([]);
  });

  it('is told to its giver and the admins once, and stays frozen when it is reported again', async () => {
    const { core, company, giftId, report } = await start();

    await report('alice');
    const again = await report('priya');

    expect(again).toMatchObject({ ok: true, value: { isRepeat: true } });
    const [row] = await core.db.selectFrom('code_report').selectAll().where('gift_id', '=', giftId).execute();
    expect(await company.notificationsOf('code.reported', row?.id ?? '')).toEqual(['morgan', 'zoe']);
  });

  it('can be reported by its recipient, its giver, HR, finance and admins, and by nobody else', async () => {
    const { report } = await start();

    expect(await report('bob')).toEqual({ ok: false, refusal: { kind: 'not-yours' } });
    expect(await report('morgan')).toMatchObject({ ok: true });
  });

  it('cannot be frozen once it is redeemed', async () => {
    const { company, code, report } = await start();
    await company.redeem('alice', code);

    expect(await report('alice')).toEqual({ ok: false, refusal: { kind: 'already-redeemed' } });
  });

  it('tells nobody else that it is frozen', async () => {
    const { company, code, report } = await start();
    await report('alice');

    expect(await company.redeem('mallory', code)).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
  });
});

describe('the database', () => {
  it('refuses to redeem what is reported, and into what is frozen, whoever asks', async () => {
    const { core, company, giftId, report } = await start();
    function redeemByHand() {
      const redeemed = { status: 'redeemed' as const, redeemed_at: new Date() };
      return core.db.updateTable('gift').set(redeemed).where('id', '=', giftId).execute();
    }
    const person = await company.person('priya');
    const freeze = { person, ownerId: (await company.person('alice')).id, reason: 'seen' };
    await core.app.wallet.freeze({ ...freeze, isFrozen: true });
    await expect(redeemByHand()).rejects.toThrow('is frozen');
    await core.app.wallet.freeze({ ...freeze, isFrozen: false });
    await report('alice');

    await expect(redeemByHand()).rejects.toThrow('is reported: it cannot be redeemed');
  });
});

describe('another code for a gift', () => {
  it('takes two people, kills the old one and brings the same value once', async () => {
    const { core, company, giftId, code, report, reissue } = await start();
    await report('alice');

    const done = await reissue();
    const fresh = await company.codeOf(giftId, 'alice');
    const old = await company.redeem('alice', code);
    const redeemed = await company.redeem('alice', fresh);
    const twice = await company.redeem('alice', fresh);

    expect(done).toMatchObject({ ok: true, value: { recipientNames: ['Alice Ito'] } });
    expect(old).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
    expect(redeemed).toMatchObject({ ok: true, value: { balance: { amountMinor: 2_500n } } });
    expect(twice.ok).toBe(false);
    expect(core.queue.take('deliver-gift')).toContain(giftId);
    expect(await company.left('Engineering')).toBe(47_500n);
    expect(await broken()).toEqual([]);
  });

  it('is sent although the message with the old one was on its way just then', async () => {
    const { core, giftId, report, reissue } = await start();
    const old = await leaseDelivery(core.app, giftId);
    if (old.kind !== 'send') throw new Error(old.kind);
    await report('alice');
    await reissue();

    await recordDelivery(core.app, old.toSend, { status: 'sent', messageId: 'with the old code' });
    const fresh = await leaseDelivery(core.app, giftId);
    if (fresh.kind !== 'send') throw new Error(fresh.kind);
    await recordDelivery(core.app, fresh.toSend, { status: 'sent', messageId: 'with the new code' });

    const codes = [old, fresh].map(({ toSend }) => ('code' in toSend ? toSend.code?.lastFour : undefined));
    expect(new Set(codes).size).toBe(2);
    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
    expect(await broken()).toEqual([]);
  });

  it('is confirmed by somebody else than who asked, and not by its recipient', async () => {
    const { reissue, report } = await start();
    await report('alice');

    expect(await reissue('priya')).toMatchObject({ ok: false, refusal: { kind: 'not-approver' } });
    expect(await reissue()).toEqual({ ok: false, refusal: { kind: 'reissue-asked' } });
  });

  it('is not asked for while the code works', async () => {
    const { reissue } = await start();

    expect(await reissue()).toEqual({ ok: false, refusal: { kind: 'code-not-reported' } });
  });

  it('can be lost and replaced again', async () => {
    const { company, giftId, report, reissue } = await start();
    for (let time = 0; time < 2; time += 1) {
      await report('alice');
      expect(await reissue()).toMatchObject({ ok: true });
    }

    expect(await company.redeem('alice', await company.codeOf(giftId, 'alice'))).toMatchObject({ ok: true });
    expect(await broken()).toEqual([]);
  });

  it('leaves the gift to be taken back while it is frozen, and then brings nothing', async () => {
    const { core, company, giftId, report, reissue } = await start();
    await report('alice');
    const person = await company.person('priya');
    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'seen' });
    await company.decide('finn', asked.ok ? asked.value.approvalId : '');

    expect(await reissue()).toEqual({ ok: false, refusal: { kind: 'gift-withdrawn' } });
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await broken()).toEqual([]);
  });

  it('is refused by the database for a code that nobody reported', async () => {
    const { core, giftId } = await start();
    const change = core.db
      .updateTable('code')
      .set({ hmac: Buffer.alloc(32, 7), sealed: Buffer.alloc(60, 7), last_four: '0000' })
      .where('gift_id', '=', giftId);

    await expect(change.execute()).rejects.toThrow('not changed otherwise');
  });
});
