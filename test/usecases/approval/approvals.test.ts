import { transactOn } from '#test/helpers/transact-on.ts';
import { describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, leaseNotification } from '#test/helpers/sendings.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
dropWhenProved(database);

const DAY_MS = 24 * 3_600_000;

async function start(options: Parameters<typeof makeCompanyWithApprovers>[1] = {}) {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core, options);
  async function state(recognitionId: string) {
    const { recognition, gifts } = await stateOfRecognition(core, recognitionId);
    const { rows } = {
      rows: await core.db
        .selectFrom('gift')
        .select('status')
        .where('recognition_id', '=', recognitionId)
        .execute(),
    };
    return { recognition: recognition.status, gifts: rows.map(({ status }) => status), names: gifts.length };
  }
  return { core, company, state };
}

describe('a gift above the threshold', () => {
  it('is put aside, and the department’s approvers are asked once', async () => {
    const { core, company, state } = await start();

    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300');
    await core.app.approval.advance(approvalId);

    expect(await state(recognitionId)).toMatchObject({
      recognition: 'awaiting_approval',
      gifts: ['reserved'],
    });
    expect(await company.left('Engineering')).toBe(20_000n);
    expect(await company.notificationsOf('approval.asked', approvalId)).toEqual(['ada', 'ben']);
    expect(core.queue.take('send-notification')).toHaveLength(2);
  });

  it('is issued with a code when one of them approves, and only they may', async () => {
    const { core, company, state } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });
    core.queue.take('answer-giver');

    const byOthers = [await company.decide('alice', approvalId), await company.decide('finn', approvalId)];
    const byGiver = await company.decide('morgan', approvalId);
    const approved = await company.decide('ada', approvalId);
    const late = await company.decide('ben', approvalId);
    const [giftId = ''] = core.queue.take('deliver-gift');
    const redeemed = await company.redeem('alice', await company.codeOf(giftId, 'alice'));

    expect([...byOthers, byGiver]).toEqual(
      Array.from({ length: 3 }, () => ({ ok: false, refusal: { kind: 'not-approver' } })),
    );
    expect(approved).toMatchObject({ ok: true, value: { status: 'approved', decidedByName: 'Ada Stone' } });
    expect(late).toEqual({
      ok: false,
      refusal: { kind: 'already-approved', by: 'Ada Stone' },
    });
    expect(await state(recognitionId)).toMatchObject({ recognition: 'issued', gifts: ['redeemed'] });
    expect(redeemed.ok).toBe(true);
    expect(core.queue.take('answer-giver')).toEqual([recognitionId]);
    expect(await leaseAnswer(core.app, recognitionId)).toMatchObject({
      kind: 'send',
      toSend: { update: { kind: 'issued' } },
    });
    expect(await company.left('Engineering')).toBe(20_000n);
  });

  it('gives its money back when it is declined, and the giver reads why', async () => {
    const { core, company, state } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });

    const speechless = await company.decide('ada', approvalId, ' ');
    const declined = await company.decide('ada', approvalId, 'Too much for a lunch');

    expect(speechless).toEqual({ ok: false, refusal: { kind: 'reason-missing' } });
    expect(declined).toMatchObject({ ok: true, value: { status: 'declined' } });
    expect(await state(recognitionId)).toMatchObject({ recognition: 'declined', gifts: ['voided'] });
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await leaseAnswer(core.app, recognitionId)).toMatchObject({
      kind: 'send',
      toSend: {
        update: {
          kind: 'declined',
          approval: { decidedByName: 'Ada Stone', decisionReason: 'Too much for a lunch' },
        },
      },
    });
  });

  it('is not among the gifts that were given together with it', async () => {
    const { core, company } = await start();
    const waits = await company.ask('morgan', 'alice', '300');
    const goes = await company.ask('morgan', 'bob', '5');

    const { giftIds, approvalIds } = await core.app.recognition.issue([waits.id, goes.id]);

    const { gifts } = await stateOfRecognition(core, goes.id);
    expect(giftIds).toEqual(gifts.map(({ giftId }) => giftId));
    expect(approvalIds).toEqual([(await company.approvalOf(waits.id)).id]);
  });

  it('to several people gives back what was put aside for each of them', async () => {
    const { company, state } = await start();
    const recipients = [company.ref('alice'), company.ref('bob')];
    const { recognitionId, approvalId } = await company.reserve('morgan', '', '60', { recipients });
    const before = await company.left('Engineering');

    const declined = await company.decide('ada', approvalId, 'no');

    expect(before).toBe(38_000n);
    expect(declined.ok).toBe(true);
    expect(await state(recognitionId)).toMatchObject({ gifts: ['voided', 'voided'] });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('goes back to the top-up and to the budget that it was taken from', async () => {
    const { core, company } = await start({ engineering: 5_000n });
    const department = await company.department('Engineering');
    await core.app.budget.topUp({
      id: core.newId(),
      department,
      amountMinor: 30_000n,
      reason: '',
      actorId: null,
    });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');

    await company.decide('ada', approvalId, 'no');

    const accounts = await core.db
      .selectFrom('account')
      .select(['kind', 'balance'])
      .where('owner_id', '=', department.id)
      .where('kind', 'in', ['budget', 'reserved'])
      .orderBy('balance')
      .execute();
    expect(accounts).toEqual([
      { kind: 'reserved', balance: 0n },
      { kind: 'budget', balance: 5_000n },
      { kind: 'budget', balance: 30_000n },
    ]);
  });

  it('is reminded of once, and gives its money back when nobody decides', async () => {
    const { core, company, state } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300');
    core.queue.take('advance-approvals');

    core.clock.advance(DAY_MS + 5_000);
    await core.app.jobs.enqueueDue(dueJobs);
    const enqueuedToRemind = core.queue.take('advance-approvals');
    await core.app.approval.advance(approvalId);
    await core.app.approval.advance(approvalId);
    await core.app.jobs.enqueueDue(dueJobs);
    const enqueuedAfter = core.queue.take('advance-approvals');
    core.clock.advance(2 * DAY_MS);
    const tooLate = await company.decide('ada', approvalId);
    await core.app.approval.advance(approvalId);

    expect(enqueuedToRemind).toContain(approvalId);
    expect(enqueuedAfter).not.toContain(approvalId);
    expect(await company.notificationsOf('approval.reminder', approvalId)).toEqual(['ada', 'ben']);
    expect(tooLate).toEqual({ ok: false, refusal: { kind: 'already-expired' } });
    expect(await state(recognitionId)).toMatchObject({ recognition: 'declined', gifts: ['voided'] });
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await company.notificationsOf('approval.decided', approvalId)).toEqual(['morgan']);
  });

  it('is not given to somebody who has left since, and can still be declined', async () => {
    const { core, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    const { id } = await company.person('alice');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );

    const approved = await company.decide('ada', approvalId);
    const declined = await company.decide('ada', approvalId, 'she has left');

    expect(approved).toEqual({ ok: false, refusal: { kind: 'deactivated-recipient', name: 'Alice Ito' } });
    expect(declined.ok).toBe(true);
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('stays open while the department is frozen, and can still be declined', async () => {
    const { core, company, state } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300');
    const department = await company.department('Engineering');

    await core.app.budget.freeze({ department, isFrozen: true, actorId: null });
    const refused = await company.decide('ada', approvalId);
    const between = await state(recognitionId);
    await core.app.budget.freeze({ department, isFrozen: false, actorId: null });
    const approved = await company.decide('ada', approvalId);

    expect(refused).toEqual({ ok: false, refusal: { kind: 'budget-frozen', department: 'Engineering' } });
    expect(between.recognition).toBe('awaiting_approval');
    expect(approved.ok).toBe(true);
  });
});

describe('who decides', () => {
  it('is finance where a department has no approver, and where its approver would get the money', async () => {
    const { company } = await start();

    const design = await company.reserve('dana', 'mallory', '150');
    const approver = await company.reserve('morgan', 'ada', '150');

    expect(await company.notificationsOf('approval.asked', design.approvalId)).toEqual(['finn']);
    expect(await company.notificationsOf('approval.asked', approver.approvalId)).toEqual(['ben']);
    expect(await company.decide('ada', approver.approvalId)).toMatchObject({
      refusal: { kind: 'not-approver' },
    });
  });

  it('is a delegate for as long as somebody is away, unless the money is theirs', async () => {
    const { core, company } = await start();
    const [ada, bob] = [await company.person('ada'), await company.person('bob')];
    const until = new Date(core.clock.now().getTime() + DAY_MS);
    const delegated = await core.app.approval.delegate({
      from: ada,
      to: bob,
      startsAt: core.clock.now(),
      endsAt: until,
    });

    const first = await company.reserve('morgan', 'alice', '150');
    const second = await company.reserve('morgan', 'bob', '150');
    const byAway = await company.decide('ada', first.approvalId);
    const byDelegate = await company.decide('bob', first.approvalId);
    const byReceiver = await company.decide('bob', second.approvalId);
    core.clock.advance(DAY_MS + 1);
    const byReturned = await company.decide('ada', second.approvalId);

    expect(delegated.ok).toBe(true);
    expect(await company.notificationsOf('approval.asked', first.approvalId)).toEqual(['ben', 'bob']);
    expect(await company.notificationsOf('approval.asked', second.approvalId)).toEqual(['ben']);
    expect(byAway).toMatchObject({ refusal: { kind: 'not-approver' } });
    expect(byDelegate.ok).toBe(true);
    expect(byReceiver).toMatchObject({ refusal: { kind: 'not-approver' } });
    expect(byReturned.ok).toBe(true);
  });

  it('decides again once what they delegated is ended, what is to come included', async () => {
    const { core, company } = await start();
    const [ada, bob] = [await company.person('ada'), await company.person('bob')];
    const [now, day] = [core.clock.now().getTime(), DAY_MS];
    for (const from of [now - day, now + day]) {
      const times = { startsAt: new Date(from), endsAt: new Date(from + 2 * day) };
      await core.app.approval.delegate({ from: ada, to: bob, ...times });
    }

    const ended = await core.app.approval.endDelegations({ person: ada, actorId: null });

    const { approvalId } = await company.reserve('morgan', 'alice', '150');
    expect(ended).toBe(2);
    expect(await core.app.approval.endDelegations({ person: ada, actorId: null })).toBe(0);
    expect((await company.decide('bob', approvalId)).ok).toBe(false);
    expect((await company.decide('ada', approvalId)).ok).toBe(true);
  });

  it('ends at once, with the money back, where there is nobody', async () => {
    const { core, company, state } = await start();
    await transactOn(core.db, (tx) =>
      tx
        .updateTable('person')
        .set({ role: 'employee' })
        .where('role', 'in', ['approver', 'finance'])
        .where('organization_id', '=', company.organization.id)
        .execute(),
    );

    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300');

    expect(await state(recognitionId)).toMatchObject({ recognition: 'declined' });
    expect(await company.approvalOf(recognitionId)).toMatchObject({ status: 'expired', askedAt: null });
    expect(await company.notificationsOf('approval.decided', approvalId)).toEqual(['morgan']);
  });
});

describe('withdrawing what waits for an approver', () => {
  it('gives the money back at once, to nobody but who asked, and tells a late approver so', async () => {
    const { core, company, state } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });
    core.queue.take('answer-giver');
    async function withdraw(name: string) {
      return core.app.approval.withdraw({ person: await company.person(name), approvalId });
    }

    const byOthers = [await withdraw('alice'), await withdraw('ada')];
    const withdrawn = await withdraw('morgan');
    const again = await withdraw('morgan');
    const late = await company.decide('ada', approvalId);

    expect(byOthers).toEqual(
      Array.from({ length: 2 }, () => ({ ok: false, refusal: { kind: 'not-yours-to-withdraw' } })),
    );
    expect(withdrawn).toMatchObject({ ok: true, value: { status: 'withdrawn', decidedByName: null } });
    expect([again, late]).toEqual(
      Array.from({ length: 2 }, () => ({ ok: false, refusal: { kind: 'already-withdrawn' } })),
    );
    expect(await state(recognitionId)).toMatchObject({ recognition: 'cancelled', gifts: ['voided'] });
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(core.queue.take('answer-giver')).toEqual([]);
    expect(await leaseAnswer(core.app, recognitionId)).toEqual({ kind: 'nothing' });
  });

  it('frees the allowance that it used, and lets nobody be reminded of it', async () => {
    const { core, company } = await start();
    const { id: organizationId } = company.organization;
    await core.app.budget.setRules({
      scope: { organizationId, departmentId: null, currency: 'USD' },
      rules: { ...NO_RULES, approvalOverMinor: 10_000n, allowanceMinor: { manager: 30_000n } },
      actorId: null,
    });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    const full = await company.give('morgan', 'bob', '20');

    await core.app.approval.withdraw({ person: await company.person('morgan'), approvalId });
    core.clock.advance(2 * DAY_MS);
    await core.app.approval.advance(approvalId);

    expect(full.refusal).toMatchObject({ kind: 'over-allowance' });
    expect((await company.give('morgan', 'bob', '20')).refusal).toBeNull();
    expect(await company.notificationsOf('approval.reminder', approvalId)).toEqual([]);
  });

  it('is open to those who asked for more funds or for a void, too', async () => {
    const { core, company } = await start({ engineering: 5_000n });
    const [morgan, priya] = [await company.person('morgan'), await company.person('priya')];
    const { id: recognitionId } = await company.give('morgan', 'alice', '80');
    const { gifts } = await company.give('morgan', 'alice', '20');
    await core.app.approval.requestFunds({ person: morgan, recognitionId });
    const { id: fundsId } = await company.approvalOf(recognitionId, 'funds');
    const giftId = gifts[0]?.giftId ?? '';
    const asked = await core.app.approval.requestVoid({ person: priya, giftId, reason: 'twice' });
    const voidId = asked.ok ? asked.value.approvalId : '';

    const funds = await core.app.approval.withdraw({ person: morgan, approvalId: fundsId });
    const voiding = await core.app.approval.withdraw({ person: priya, approvalId: voidId });

    expect([funds.ok, voiding.ok]).toEqual([true, true]);
    expect(await company.decide('finn', voidId)).toMatchObject({ refusal: { kind: 'already-withdrawn' } });
    expect(await company.notificationsOf('approval.decided', fundsId)).toEqual([]);
    expect(await core.app.approval.requestFunds({ person: morgan, recognitionId })).toMatchObject({
      ok: true,
    });
  });
});

describe('the notification of an approval', () => {
  it('is not sent once it is decided, and its mail carries a link that is kept as a hash', async () => {
    const core = makeCore(database.db, {
      reachable: { platforms: [], mail: true, web: 'https://gifts.example.com' },
    });
    const company = await makeCompanyWithApprovers(core);
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    const [first = '', second = ''] = core.queue.take('send-notification');

    const sent = await leaseNotification(core.app, first);
    await company.decide('ada', approvalId);
    const late = await leaseNotification(core.app, second);

    const link = sent.kind === 'send' && sent.toSend.channel === 'email' ? (sent.toSend.link ?? '') : '';
    expect(link).toMatch(/^https:\/\/gifts\.example\.com\/approvals\/[\w-]{43}$/u);
    expect(late).toEqual({ kind: 'nothing' });
    const links = await core.db.selectFrom('approval_link').selectAll().execute();
    expect(JSON.stringify(links)).not.toContain(link.slice(-43));
  });
});

describe('asking finance for more', () => {
  it('tops the department up with what was missing when finance approves, and tells who asked', async () => {
    const { core, company } = await start({ engineering: 5_000n });
    const { id: recognitionId } = await company.give('morgan', 'alice', '80');
    const morgan = await company.person('morgan');

    const byAnother = await core.app.approval.requestFunds({
      person: await company.person('dana'),
      recognitionId,
    });
    const asked = await core.app.approval.requestFunds({ person: morgan, recognitionId });
    const again = await core.app.approval.requestFunds({ person: morgan, recognitionId });
    const { id: approvalId } = await company.approvalOf(recognitionId, 'funds');
    await core.app.approval.advance(approvalId);
    const byApprover = await company.decide('ada', approvalId);
    const byFinance = await company.decide('finn', approvalId);
    const retried = await company.give('morgan', 'alice', '80');

    expect(byAnother).toEqual({ ok: false, refusal: { kind: 'no-funds-to-ask' } });
    expect(asked).toMatchObject({ ok: true, value: { amountMinor: 3_000n, requesterName: 'Morgan Reyes' } });
    expect(again).toEqual({ ok: false, refusal: { kind: 'funds-asked' } });
    expect(await company.notificationsOf('approval.asked', approvalId)).toEqual(['finn']);
    expect(byApprover).toMatchObject({ refusal: { kind: 'not-approver' } });
    expect(byFinance).toMatchObject({ ok: true, value: { status: 'approved' } });
    expect(await company.notificationsOf('approval.decided', approvalId)).toEqual(['morgan']);
    expect(retried.refusal).toBeNull();
  });
});
