import { describe, expect, it } from 'vitest';
import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { type CompanyOptions, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { transactOn } from '#test/helpers/transact-on.ts';

const database = await createTestDatabase();
dropWhenProved(database);
const MINUTE_MS = 60_000;

/** Alice with a gift of 25 from Morgan, whose message was not sent yet. */
async function start(options: CompanyOptions = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core, options);
  const { id, gifts } = await company.give('morgan', 'alice', '25');
  const giftId = gifts[0]?.giftId ?? '';

  async function deliver() {
    const lease = await leaseDelivery(core.app, giftId);
    if (lease.kind !== 'send') throw new Error('nothing to deliver');
    return lease.toSend;
  }
  async function undo(name: string, recognitionId = id) {
    return core.app.gift.undo({ person: await company.person(name), of: { recognitionId } });
  }
  async function delivery() {
    return core.db
      .selectFrom('delivery')
      .select(['status', 'last_error'])
      .where('gift_id', '=', giftId)
      .executeTakeFirst();
  }
  return { core, company, id, giftId, deliver, undo, delivery };
}

type Started = Awaited<ReturnType<typeof start>>;

async function spendOf({ core, company }: Pick<Started, 'core' | 'company'>) {
  return spendByDepartment(core.db, everythingOf(company.organization.id));
}

async function notificationsOf({ core, company }: Pick<Started, 'core' | 'company'>) {
  return core.db
    .selectFrom('notification')
    .select(['id', 'kind', 'person_id', 'detail'])
    .where('organization_id', '=', company.organization.id)
    .execute();
}

describe('undoing a gift', () => {
  it('brings the money back and ends the code, as if it had not been given', async () => {
    const started = await start();
    const { core, company, giftId, undo } = started;
    const code = await company.codeOf(giftId, 'alice');

    const undone = await undo('morgan');

    expect(undone).toEqual({
      ok: true,
      value: {
        undone: [{ giftId, recipientName: 'Alice Ito', money: { amountMinor: 2_500n, currency: 'USD' } }],
        kept: [],
      },
    });
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await company.redeem('alice', code)).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
    const alice = await company.person('alice');
    const withdrawn = { ok: false, refusal: { kind: 'gift-withdrawn' } };
    expect(await core.app.gift.redeem({ person: alice, giftId })).toEqual(withdrawn);
    expect(await core.app.gift.claim({ person: alice, giftId })).toEqual(withdrawn);
    expect(await balanceOf(core, alice)).toEqual({ wallets: [], unredeemed: [] });
    expect(await spendOf(started)).toEqual([]);
  });

  it('brings back what each of several people was given, by an entry for each', async () => {
    const { company, undo } = await start();
    const recipients = [company.ref('bob'), company.ref('dana')];
    const { id } = await company.give('morgan', '', '30', { recipients });

    const undone = await undo('morgan', id);

    expect(undone.ok && undone.value.undone.map(({ recipientName }) => recipientName).toSorted()).toEqual([
      'Bob Olsen',
      'Dana Weiss',
    ]);
    expect(await company.left('Engineering')).toBe(47_500n);
  });

  it('says who did it, and keeps its entries: what is undone is undone by a new one', async () => {
    const { core, company, giftId, undo } = await start();

    await undo('morgan');

    const morgan = await company.person('morgan');
    const activity = await core.db
      .selectFrom('activity')
      .select(['kind', 'actor_id', 'detail'])
      .where('gift_id', '=', giftId)
      .where('kind', '<>', 'code.revealed')
      .orderBy('id')
      .execute();
    const keys = await core.db
      .selectFrom('entry')
      .select('key')
      .where('key', 'like', `%${giftId}`)
      .orderBy('id')
      .execute();
    expect(activity).toMatchObject([
      { kind: 'gift.issued' },
      { kind: 'gift.undone', actor_id: morgan.id, detail: { amountMinor: '2500', currency: 'USD' } },
    ]);
    expect(keys.map(({ key }) => key)).toEqual([`gift.issued:${giftId}`, `code.voided:${giftId}`]);
  });

  it('lets other gifts of the day count on', async () => {
    const started = await start();
    await started.company.give('morgan', 'bob', '10');

    await started.undo('morgan');

    expect(await spendOf(started)).toMatchObject([{ gifts: 1, amountMinor: 1_000n }]);
  });

  it('finds the day on which it was counted, when the department has moved to another zone since', async () => {
    const started = await start({ timeZone: 'Pacific/Kiritimati' });
    await transactOn(started.core.db, (tx) =>
      tx
        .updateTable('department')
        .set({ time_zone: 'Pacific/Pago_Pago' })
        .where('organization_id', '=', started.company.organization.id)
        .execute(),
    );

    expect((await started.undo('morgan')).ok).toBe(true);
    expect(await spendOf(started)).toEqual([]);
  });

  it('is for its giver alone', async () => {
    const { company, undo } = await start();

    expect(await undo('dana')).toEqual({ ok: false, refusal: { kind: 'not-your-gift' } });
    expect(await undo('alice')).toEqual({ ok: false, refusal: { kind: 'not-your-gift' } });
    expect(await company.left('Engineering')).toBe(47_500n);
  });

  it('is for the minutes that the department allows', async () => {
    const { core, company, undo } = await start();
    const department = await company.department('Engineering');
    const scope = { organizationId: company.organization.id, departmentId: department.id, currency: 'USD' };
    core.clock.advance(5 * MINUTE_MS);

    expect(await undo('morgan')).toEqual({ ok: false, refusal: { kind: 'undo-over', minutes: 5 } });
    await core.app.budget.setRules({ scope, rules: { ...NO_RULES, undoMinutes: 6 }, actorId: null });
    expect((await undo('morgan')).ok).toBe(true);
  });

  it('says so when it was redeemed, or undone before', async () => {
    const { company, giftId, undo } = await start();
    const second = await company.give('morgan', 'bob', '10');
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));

    expect(await undo('morgan')).toEqual({ ok: false, refusal: { kind: 'gift-redeemed' } });
    expect((await undo('morgan', second.id)).ok).toBe(true);
    expect(await undo('morgan', second.id)).toEqual({ ok: false, refusal: { kind: 'gift-withdrawn' } });
  });

  it('finds nothing where nothing was given', async () => {
    const { company, undo } = await start();
    const refused = await company.give('morgan', 'alice', '9000');

    expect(await undo('morgan', refused.id)).toEqual({ ok: false, refusal: { kind: 'nothing-to-undo' } });
  });

  it('takes back of several what is not redeemed yet', async () => {
    const { company, undo } = await start();
    const { id, gifts } = await company.give('morgan', '', '10', {
      recipients: [company.ref('alice'), company.ref('bob')],
    });
    const alices = gifts.find(({ recipientName }) => recipientName === 'Alice Ito')?.giftId ?? '';
    await company.redeem('alice', await company.codeOf(alices, 'alice'));

    const undone = await undo('morgan', id);

    expect(undone).toMatchObject({
      value: {
        undone: [{ recipientName: 'Bob Olsen' }],
        kept: [{ recipientName: 'Alice Ito', refusal: { kind: 'gift-redeemed' } }],
      },
    });
  });

  it('brings back to top-ups what came from them', async () => {
    const { core, company } = await start({ design: 2_000n });
    const department = await company.department('Design');
    await core.app.budget.topUp({
      id: core.newId(),
      department,
      amountMinor: 5_000n,
      reason: '',
      actorId: null,
    });
    const { id } = await company.give('dana', 'alice', '30');

    await core.app.gift.undo({ person: await company.person('dana'), of: { recognitionId: id } });

    const accounts = await core.db
      .selectFrom('account')
      .select(['period', 'balance'])
      .where('owner_id', '=', department.id)
      .where('kind', '=', 'budget')
      .orderBy('period')
      .execute();
    expect(accounts).toEqual([
      { period: '2026-11-01', balance: 2_000n },
      { period: 'top-up', balance: 5_000n },
    ]);
  });

  it('gives back what it had used of the giver’s allowance', async () => {
    const { core, company, undo } = await start();
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    const rules = { ...NO_RULES, allowanceMinor: { manager: 5_000n }, recipientYearMinor: 5_000n };
    await core.app.budget.setRules({ scope, rules, actorId: null });
    const { id } = await company.give('morgan', 'alice', '25');
    const over = await company.give('morgan', 'alice', '20');

    await undo('morgan', id);
    const within = await company.give('morgan', 'alice', '25');

    expect(over.refusal?.kind).toBe('over-allowance');
    expect(within.refusal).toBeNull();
  });
});

describe('the message of a gift that is undone', () => {
  it('is never sent when it was not yet, and nobody is told of a gift they never heard of', async () => {
    const started = await start();
    await started.undo('morgan');

    expect(await leaseDelivery(started.core.app, started.giftId)).toEqual({ kind: 'nothing' });
    expect(await started.delivery()).toEqual({ status: 'failed', last_error: 'the gift was taken back' });
    expect(await notificationsOf(started)).toEqual([]);
  });

  it('is followed by another that says so, when it was sent', async () => {
    const started = await start();
    const { core, company, deliver, undo } = started;
    await recordDelivery(core.app, await deliver(), { status: 'sent', messageId: 'M1' });

    await undo('morgan');

    const [notification, ...more] = await notificationsOf(started);
    expect(more).toEqual([]);
    expect(notification).toMatchObject({
      kind: 'gift.undone',
      person_id: (await company.person('alice')).id,
      detail: { giver: 'Morgan Reyes', money: { amountMinor: '2500', currency: 'USD' }, reason: '' },
    });
    expect(core.queue.take('send-notification')).toEqual([notification?.id]);
  });

  it.each([
    ['lost', { status: 'unknown', reason: 'the connection broke' }],
    ['postponed', { status: 'later', retryAfterMs: 1_000, reason: 'ratelimited' }],
    ['given up', { status: 'failed', reason: 'bad token' }],
    ['closed', { status: 'closed', reason: 'no such user' }],
  ] as const)('is not tried again or put aside, when it was being sent and was %s', async (_, outcome) => {
    const { core, deliver, undo, delivery } = await start();
    const toSend = await deliver();
    await undo('morgan');

    expect(await recordDelivery(core.app, toSend, outcome)).toEqual({ kind: 'done' });
    core.clock.advance(10 * MINUTE_MS);
    expect(await delivery()).toMatchObject({ status: 'failed' });
  });

  it('is recorded as sent when it got through all the same, and the gift stays voided', async () => {
    const started = await start();
    const { core, company, giftId, deliver, undo, delivery } = started;
    const toSend = await deliver();
    await undo('morgan');

    await recordDelivery(core.app, toSend, { status: 'sent', messageId: 'M1' });

    expect(await delivery()).toMatchObject({ status: 'sent' });
    expect(await notificationsOf(started)).toMatchObject([{ kind: 'gift.undone' }]);
    expect((await core.app.gift.redeem({ person: await company.person('alice'), giftId })).ok).toBe(false);
  });

  it('is nobody’s to look after any more, when it had been put aside', async () => {
    const { core, giftId, deliver, undo } = await start();
    await recordDelivery(core.app, await deliver(), { status: 'failed', reason: 'bad token' });
    await core.app.jobs.keepFailed({
      job: 'deliver-gift',
      due: 'deliveries',
      subjectId: giftId,
      reason: 'bad token',
    });

    await undo('morgan');

    const failedJob = core.db.selectFrom('failed_job').selectAll().where('subject_id', '=', giftId);
    expect(await failedJob.execute()).toEqual([]);
  });
});

describe('the answer to a giver', () => {
  it('says for how long it can be undone, and no more once it cannot', async () => {
    const { core, company } = await start();
    async function minutesAfter(ms: number): Promise<unknown> {
      const { id } = await company.give('morgan', 'bob', '1', { replyTo: 'hook' });
      core.clock.advance(ms);
      const lease = await leaseAnswer(core.app, id);
      return (
        lease.kind === 'send' && lease.toSend.update.kind === 'issued' && lease.toSend.update.undoMinutes
      );
    }

    expect(await minutesAfter(0)).toBe(5);
    expect(await minutesAfter(2.5 * MINUTE_MS)).toBe(3);
    expect(await minutesAfter(5 * MINUTE_MS)).toBe(0);
  });
});
