import { describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import type { AnswerToSend } from '#src/app.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, recordAnswer } from '#test/helpers/sendings.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';

const database = await createTestDatabase();
dropWhenProved(database);

const HOUR_MS = 3_600_000;
const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };

/** Morgan asks to give to Alice and Bob, and was asked whether they mean it. */
async function start({ people = ['alice', 'bob'], amount = '25' } = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { id: organizationId } = company.organization;
  const morgan = await company.person('morgan');
  const recipients: PersonRef[] = people.map((userId) => company.ref(userId));
  const { id } = await company.give('morgan', '', amount, {
    recipients,
    replyTo: 'where it was typed',
    isConfirmed: false,
  });

  async function lease(): Promise<AnswerToSend> {
    const leased = await leaseAnswer(core.app, id);
    if (leased.kind !== 'send') throw new Error(`nothing to answer: ${leased.kind}`);
    return leased.toSend;
  }
  async function tell(): Promise<AnswerToSend> {
    const toSend = await lease();
    await recordAnswer(core.app, toSend, SENT);
    return toSend;
  }
  function confirm(giverId = morgan.id) {
    const replyTo = 'where it was pressed';
    return core.app.recognition.confirm({ organizationId, recognitionId: id, giverId, replyTo });
  }
  function cancel(giverId = morgan.id) {
    return core.app.recognition.cancel({ organizationId, recognitionId: id, giverId });
  }
  async function row() {
    return core.db
      .selectFrom('recognition')
      .select(['status', 'answer_status', 'reply_to'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }
  return { core, company, id, lease, tell, confirm, cancel, row };
}

describe('a gift to several people', () => {
  it('is shown to its giver before anything is given: each share, the total and what would be left', async () => {
    const { company, tell, row } = await start();

    const { update, leased } = await tell();

    expect(update).toMatchObject({
      kind: 'question',
      gifts: [
        { recipientName: 'Alice Ito', money: { amountMinor: 2_500n, currency: 'USD' } },
        { recipientName: 'Bob Olsen', money: { amountMinor: 2_500n, currency: 'USD' } },
      ],
      total: { amountMinor: 5_000n, currency: 'USD' },
      budget: { department: { name: 'Engineering' }, leftMinor: 45_000n },
      reviewReasons: [{ kind: 'several', people: 2 }],
    });
    expect(leased.replyTo).toBe('where it was typed');
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await row()).toEqual({
      status: 'awaiting_confirmation',
      answer_status: 'sent',
      reply_to: 'where it was typed',
    });
  });

  it('is refused instead of asked about where somebody is unknown', async () => {
    const { tell } = await start({ people: ['alice', 'nobody'] });

    expect((await tell()).update).toEqual({
      kind: 'refused',
      refusal: { kind: 'unknown-recipient', name: '' },
    });
  });

  it('is given once it is confirmed, and its giver told where they pressed', async () => {
    const { core, company, id, tell, confirm, row } = await start();
    await tell();
    core.queue.take('issue-gifts');

    const confirmed = await confirm();
    const enqueued = core.queue.take('issue-gifts');
    await core.app.recognition.issue(enqueued);
    const { update, leased } = await tell();

    expect(confirmed).toMatchObject({ ok: true, value: { isChanged: true } });
    expect(enqueued).toEqual([id]);
    expect(await company.left('Engineering')).toBe(45_000n);
    expect(update).toMatchObject({
      kind: 'issued',
      gifts: [{ recipientName: 'Alice Ito' }, { recipientName: 'Bob Olsen' }],
    });
    expect(leased.replyTo).toBe('where it was pressed');
    expect(await row()).toEqual({ status: 'issued', answer_status: 'sent', reply_to: null });
  });

  it('is decided against what is left when it is confirmed', async () => {
    const { core, company, id, confirm } = await start();
    await company.setBudget('Engineering', 4_000n);

    await confirm();
    await core.app.recognition.issue([id]);

    expect((await stateOfRecognition(core, id)).recognition.refusal).toMatchObject({
      kind: 'over-budget',
    });
  });

  it('comes to nothing when it is cancelled, and there is nothing left to tell', async () => {
    const { core, company, id, tell, cancel, row } = await start();
    await tell();

    expect(await cancel()).toMatchObject({ ok: true, value: { isChanged: true } });

    expect(await row()).toEqual({ status: 'cancelled', answer_status: 'sent', reply_to: null });
    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'nothing' });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('is confirmed by its giver alone', async () => {
    const { company, confirm, cancel, row } = await start();
    const { id: dana } = await company.person('dana');

    const refusal = { ok: false, refusal: { kind: 'not-yours-to-confirm' } };
    expect([await confirm(dana), await cancel(dana)]).toEqual([refusal, refusal]);
    expect(await row()).toMatchObject({ status: 'awaiting_confirmation' });
  });

  it('has one outcome when both buttons are pressed at once, again and again', async () => {
    const { core, company, id, confirm, cancel } = await start();

    const presses = await Promise.all([confirm(), cancel(), confirm(), cancel(), confirm(), cancel()]);
    await core.app.recognition.issue([id]);

    const changes = presses.filter((press) => press.ok && press.value.isChanged);
    const { recognition, gifts } = await stateOfRecognition(core, id);
    expect(changes).toHaveLength(1);
    expect(['issued', 'cancelled']).toContain(recognition.status);
    expect(gifts).toHaveLength(recognition.status === 'issued' ? 2 : 0);
    expect(await company.left('Engineering')).toBe(recognition.status === 'issued' ? 45_000n : 50_000n);
  });

  it('tells who presses a second time how it stands', async () => {
    const { core, id, confirm, cancel } = await start();
    await confirm();
    await core.app.recognition.issue([id]);

    const again = [await confirm(), await cancel()];

    const value = { isChanged: false, recognition: { status: 'issued' } };
    expect(again).toMatchObject([
      { ok: true, value },
      { ok: true, value },
    ]);
  });

  it('is forgotten an hour later, and its giver told so', async () => {
    const { core, id, tell, confirm, row } = await start();
    await tell();
    core.queue.take('answer-giver');
    core.clock.advance(HOUR_MS - 1_000);
    await core.app.jobs.enqueueDue(dueJobs);
    expect(await row()).toMatchObject({ status: 'awaiting_confirmation' });
    core.clock.advance(2_000);

    await core.app.jobs.enqueueDue(dueJobs);
    const enqueued = core.queue.take('answer-giver');
    const { update } = await tell();

    expect(enqueued).toContain(id);
    expect(update).toEqual({ kind: 'cancelled', isUnconfirmed: true });
    expect(await row()).toEqual({ status: 'cancelled', answer_status: 'sent', reply_to: null });
    expect(await confirm()).toMatchObject({
      value: { isChanged: false, recognition: { status: 'cancelled' } },
    });
  });

  it('is forgotten an hour later also when nobody came round to it: a late yes gives nothing', async () => {
    const { core, company, tell, confirm } = await start();
    await tell();
    core.queue.take('issue-gifts');
    core.clock.advance(HOUR_MS + 1_000);

    const late = await confirm();

    expect(late).toMatchObject({
      value: { isChanged: false, recognition: { status: 'cancelled' } },
    });
    expect(core.queue.take('issue-gifts')).toEqual([]);
    expect((await tell()).update).toEqual({ kind: 'cancelled', isUnconfirmed: true });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('has its end told although the question was still being sent when it was confirmed', async () => {
    const { core, id, lease, tell, confirm, row } = await start();
    const question = await lease();
    await confirm();
    await core.app.recognition.issue([id]);

    await recordAnswer(core.app, question, SENT);

    expect(await row()).toMatchObject({ answer_status: 'due', reply_to: 'where it was pressed' });
    expect((await tell()).update).toMatchObject({ kind: 'issued' });
  });
});

describe('the same gift again within a minute', () => {
  it('is asked about, and given when its giver means it', async () => {
    const { core, company, id, tell } = await start({ people: ['alice'] });
    expect((await tell()).update).toMatchObject({ kind: 'issued' });

    const again = await company.give('morgan', 'alice', '25', { replyTo: 'hook', isConfirmed: false });
    const leased = await leaseAnswer(core.app, again.id);

    expect(again.id).not.toBe(id);
    expect(again.gifts).toEqual([]);
    expect(leased).toMatchObject({
      toSend: { update: { kind: 'question', reviewReasons: [{ kind: 'repeated', name: 'Alice Ito' }] } },
    });
  });
});

describe('a gift above a threshold', () => {
  it('is told to wait for an approver', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core);
    const { id: organizationId } = company.organization;
    await core.app.budget.setRules({
      scope: { organizationId, departmentId: null, currency: 'USD' },
      rules: { ...NO_RULES, approvalOverMinor: 10_000n },
      actorId: null,
    });
    const { id } = await company.give('morgan', 'alice', '150', { replyTo: 'hook' });

    const waiting = await leaseAnswer(core.app, id);

    expect(waiting).toMatchObject({
      toSend: {
        leased: { stage: 'awaiting_approval' },
        update: {
          kind: 'waiting',
          gifts: [{ recipientName: 'Alice Ito', money: { amountMinor: 15_000n } }],
          reviewReasons: [{ kind: 'over-threshold' }],
        },
      },
    });
  });
});
