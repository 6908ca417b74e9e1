import { afterAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '#src/ports/message.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { gifts } = await company.give('morgan', 'alice', '25');
  const giftId = gifts[0]?.giftId ?? '';

  async function deliver(outcome: SendOutcome) {
    const leased = await leaseDelivery(core.app, giftId);
    if (leased.kind !== 'send') throw new Error(`nothing to send: ${leased.kind}`);
    await recordDelivery(core.app, leased.toSend, outcome);
    return leased.toSend;
  }
  async function resend(userId: string) {
    return core.app.message.resendGift({ person: await company.person(userId), giftId });
  }
  return { core, company, giftId, deliver, resend };
}

describe('asking for a lost message again', () => {
  it.each(['morgan', 'priya'])('sends the same gift once more, for %s', async (userId) => {
    const { core, company, giftId, deliver, resend } = await start();
    const first = await deliver(SENT);
    core.queue.take('deliver-gift');

    const resent = await resend(userId);
    const proof = await verifyLedger(core.db);
    expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
    const enqueued = core.queue.take('deliver-gift');
    const second = await deliver(SENT);

    expect(resent).toMatchObject({ ok: true, value: { recipientName: 'Alice Ito' } });
    expect(enqueued).toEqual([giftId]);
    expect([first.resent, second.resent]).toEqual([0, 1]);
    expect(second.channel === 'dm' && second.code?.reveal()).toBe(
      first.channel === 'dm' && first.code?.reveal(),
    );
    expect((await company.redeem('alice', await company.codeOf(giftId, 'alice'))).ok).toBe(true);
    const activity = await core.db
      .selectFrom('activity')
      .select(['actor_id', 'subject_id'])
      .where('gift_id', '=', giftId)
      .where('kind', '=', 'gift.resent')
      .execute();
    const [actor, subject] = [await company.person(userId), await company.person('alice')];
    expect(activity).toEqual([{ actor_id: actor.id, subject_id: subject.id }]);
  });

  it('tries every way again after it had failed', async () => {
    const { core, giftId, deliver, resend } = await start();
    for (const _way of ['dm', 'claim', 'email']) await deliver({ status: 'closed', reason: 'no' });
    const failed = await leaseDelivery(core.app, giftId);
    await core.app.jobs.keepFailed({
      job: 'deliver-gift',
      due: 'deliveries',
      subjectId: giftId,
      reason: 'no',
    });

    await resend('priya');

    expect(failed.kind).toBe('fail');
    expect((await deliver(SENT)).channel).toBe('dm');
    expect(
      await core.db.selectFrom('failed_job').where('subject_id', '=', giftId).selectAll().execute(),
    ).toEqual([]);
  });

  it('is not for other people, nor for a gift whose value has moved on', async () => {
    const { core, company, giftId, resend } = await start();
    const refusals = [await resend('alice'), await resend('dana')];
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));
    const late = await resend('morgan');
    const unknown = await core.app.message.resendGift({
      person: await company.person('priya'),
      giftId: core.newId(),
    });

    expect(refusals).toMatchObject(Array(2).fill({ ok: false, refusal: { kind: 'not-yours-to-see' } }));
    expect(late).toMatchObject({ ok: false, refusal: { kind: 'already-redeemed' } });
    expect(unknown).toMatchObject({ ok: false, refusal: { kind: 'unknown-gift' } });
  });

  it('leaves a message alone that is being sent', async () => {
    const { core, giftId, resend } = await start();
    const leased = await leaseDelivery(core.app, giftId);

    expect(await resend('morgan')).toMatchObject({ ok: true });
    expect(leased.kind).toBe('send');
    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
  });
});
