import { afterAll, describe, expect, it } from 'vitest';
import type { AnswerOrder } from '#src/app.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { claimAnswer, recordAnswer } from '#test/helpers/sendings.ts';

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

  async function claim(): Promise<AnswerOrder> {
    const claimed = await claimAnswer(core.app, id);
    if (claimed.kind !== 'send') throw new Error(`nothing to answer: ${claimed.kind}`);
    return claimed.order;
  }
  async function attempt(outcome: SendOutcome) {
    return recordAnswer(core.app, await claim(), outcome);
  }
  async function row() {
    return core.db
      .selectFrom('recognition')
      .select(['answer_status', 'reply_to'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }
  return { core, company, id, claim, attempt, row };
}

describe('telling the giver what came of it', () => {
  it('names the gifts and what is left, and ends with the way to answer erased', async () => {
    const { core, company, id, claim, row } = await start();

    const order = await claim();
    const step = await recordAnswer(core.app, order, SENT);

    expect(order).toMatchObject({
      platform: 'slack',
      giver: { platform: 'slack', workspaceId: company.workspaceId, userId: 'morgan' },
      claimed: { replyTo: 'hook-with-token' },
      news: {
        kind: 'issued',
        gifts: [{ recipientName: 'Alice Ito', money: { amountMinor: 2_500n, currency: 'USD' } }],
        budget: { leftMinor: 47_500n },
      },
    });
    expect(step).toEqual({ kind: 'done' });
    expect(await row()).toEqual({ answer_status: 'sent', reply_to: null });
    expect(await claimAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });

  it('says why nothing was given', async () => {
    const { claim } = await start('501');

    expect((await claim()).news).toMatchObject({ kind: 'refused', refusal: { kind: 'over-budget' } });
  });

  it('waits until the request is decided', async () => {
    const { core, company } = await start();
    const { id } = await company.ask('morgan', 'alice', '5', { replyTo: 'hook' });

    expect(await claimAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });

  it('is not due where nobody waits for an answer', async () => {
    const { core, company } = await start();
    const { id } = await company.give('morgan', 'alice', '5', { replyTo: null });

    expect(await claimAnswer(core.app, id)).toEqual({ kind: 'nothing' });
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

  it('is tried eight times when answers are lost, then parked', async () => {
    const { core, attempt, row } = await start();
    for (let times = 1; times < 8; times += 1) {
      expect(await attempt(UNKNOWN)).toMatchObject({ kind: 'again' });
      core.clock.advance(10 * MINUTE_MS);
    }

    expect(await attempt(UNKNOWN)).toEqual({ kind: 'park', reason: 'the connection broke' });
    expect(await row()).toMatchObject({ answer_status: 'failed' });
  });

  it('is parked when it can be sent no way, and told after all when a person retries it', async () => {
    const { core, company, id, attempt, claim } = await start();
    const { id: organizationId } = company.organization;

    const step = await attempt({ status: 'closed', reason: 'expired_url' });
    await core.app.parkJob({ job: 'answer-giver', subjectId: id, reason: 'expired_url' });
    await core.app.retryParkedJobs({ organizationId });

    expect(step).toEqual({ kind: 'park', reason: 'expired_url' });
    expect(await claim()).toMatchObject({ claimed: { attempts: 0 } });
  });

  it('is parked when its senders die eight times', async () => {
    const { core, id, claim } = await start();
    for (let times = 0; times < 8; times += 1) {
      await claim();
      core.clock.advance(MINUTE_MS);
    }

    expect(await claimAnswer(core.app, id)).toEqual({ kind: 'park', reason: '8 attempts were lost' });
  });

  it('is told once when a slow sender was taken over', async () => {
    const { core, id, claim, row } = await start();
    const slow = await claim();
    core.clock.advance(MINUTE_MS);
    const other = await claim();

    const slowFailed = await recordAnswer(core.app, slow, UNKNOWN);
    await recordAnswer(core.app, other, SENT);

    expect(slowFailed).toEqual({ kind: 'done' });
    expect(await row()).toMatchObject({ answer_status: 'sent' });
    expect(await claimAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });
});
