import { afterAll, describe, expect, it } from 'vitest';
import type { AnswerToSend } from '#src/app.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, recordAnswer } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;
const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };
const UNKNOWN: SendOutcome = { status: 'unknown', reason: 'the connection broke' };
const LATER: SendOutcome = { status: 'later', retryAfterMs: 1_000, reason: 'ratelimited' };

/** A request of Morgan's that was decided, and whose answer is due. */
async function start(amount = '25') {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { id } = await company.give('morgan', 'alice', amount, { replyTo: 'hook-with-token' });

  async function lease(): Promise<AnswerToSend> {
    const leased = await leaseAnswer(core.app, id);
    if (leased.kind !== 'send') throw new Error(`nothing to answer: ${leased.kind}`);
    return leased.toSend;
  }
  async function attempt(outcome: SendOutcome) {
    return recordAnswer(core.app, await lease(), outcome);
  }
  async function row() {
    return core.db
      .selectFrom('recognition')
      .select(['answer_status', 'reply_to'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }
  return { core, company, id, lease, attempt, row };
}

describe('telling the giver what came of it', () => {
  it('names the gifts and what is left, and ends with the way to answer erased', async () => {
    const { core, company, id, lease, row } = await start();

    const toSend = await lease();
    const step = await recordAnswer(core.app, toSend, SENT);

    expect(toSend).toMatchObject({
      platform: 'slack',
      giver: { platform: 'slack', workspaceId: company.workspaceId, userId: 'morgan' },
      leased: { replyTo: 'hook-with-token' },
      update: {
        kind: 'issued',
        gifts: [{ recipientName: 'Alice Ito', money: { amountMinor: 2_500n, currency: 'USD' } }],
        budget: { leftMinor: 47_500n },
      },
    });
    expect(step).toEqual({ kind: 'done' });
    expect(await row()).toEqual({ answer_status: 'sent', reply_to: null });
    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });

  it('says why nothing was given', async () => {
    const { lease } = await start('501');

    expect((await lease()).update).toMatchObject({ kind: 'refused', refusal: { kind: 'over-budget' } });
  });

  it('waits until the request is decided', async () => {
    const { core, company } = await start();
    const { id } = await company.ask('morgan', 'alice', '5', { replyTo: 'hook' });

    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });

  it('is not due where nobody waits for an answer', async () => {
    const { core, company } = await start();
    const { id } = await company.give('morgan', 'alice', '5', { replyTo: null });

    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });

  it('costs no attempt while the platform asks to wait', async () => {
    const { core, attempt, row } = await start();
    for (let times = 0; times < 20; times += 1) {
      expect(await attempt(LATER)).toEqual({ kind: 'again', afterMs: 1_000 });
      core.clock.advance(1_000);
    }

    await attempt(SENT);

    expect(await row()).toMatchObject({ answer_status: 'sent' });
  });

  it('is tried eight times when answers are lost, then fails', async () => {
    const { core, attempt, row } = await start();
    for (let times = 1; times < 8; times += 1) {
      expect(await attempt(UNKNOWN)).toMatchObject({ kind: 'again' });
      core.clock.advance(10 * MINUTE_MS);
    }

    expect(await attempt(UNKNOWN)).toEqual({ kind: 'fail', reason: 'the connection broke' });
    expect(await row()).toMatchObject({ answer_status: 'failed' });
  });

  it('fails when no channel is left, and is told after all when a person retries it', async () => {
    const { core, company, id, attempt, lease } = await start();
    const { id: organizationId } = company.organization;

    const step = await attempt({ status: 'closed', reason: 'expired_url' });
    await core.app.jobs.keepFailed({
      job: 'answer-giver',
      due: 'answers',
      subjectId: id,
      reason: 'expired_url',
    });
    await core.app.jobs.retryFailed({ organizationId });

    expect(step).toEqual({ kind: 'fail', reason: 'expired_url' });
    expect(await lease()).toMatchObject({ leased: { attempts: 0 } });
  });

  it('fails when its senders die eight times', async () => {
    const { core, id, lease } = await start();
    for (let times = 0; times < 8; times += 1) {
      await lease();
      core.clock.advance(MINUTE_MS);
    }

    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'fail', reason: '8 attempts were lost' });
  });

  it('is told once when a slow sender was taken over', async () => {
    const { core, id, lease, row } = await start();
    const slow = await lease();
    core.clock.advance(MINUTE_MS);
    const other = await lease();

    const slowFailed = await recordAnswer(core.app, slow, UNKNOWN);
    await recordAnswer(core.app, other, SENT);

    expect(slowFailed).toEqual({ kind: 'done' });
    expect(await row()).toMatchObject({ answer_status: 'sent' });
    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });
});
