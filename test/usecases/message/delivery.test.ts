import { transactOn } from '#test/helpers/transact-on.ts';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import type { DeliveryToSend } from '#src/app.ts';
import { listFailedJobs } from '#src/db/jobs/failed-job.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { type CompanyOptions, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const LATER: SendOutcome = { status: 'later', retryAfterMs: 30_000, reason: 'ratelimited' };
const UNKNOWN: SendOutcome = { status: 'unknown', reason: 'the connection broke' };
const FAILED: SendOutcome = { status: 'failed', reason: 'invalid_auth' };
const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };

function closed(reason: string): SendOutcome {
  return { status: 'closed', reason };
}

/** A gift from Morgan to Alice that waits to be delivered. */
async function start(options: CompanyOptions & { channelId?: string | null } = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core, options);
  const { channelId = 'C1' } = options;
  const { id, gifts } = await company.give('morgan', 'alice', '25', { message: 'the launch', channelId });
  const giftId = gifts[0]?.giftId ?? '';

  async function lease(): Promise<DeliveryToSend> {
    const leased = await leaseDelivery(core.app, giftId);
    if (leased.kind !== 'send') throw new Error(`nothing to send: ${JSON.stringify(leased)}`);
    return leased.toSend;
  }
  async function attempt(outcome: SendOutcome) {
    return recordDelivery(core.app, await lease(), outcome);
  }
  async function row() {
    const { db } = core;
    const gift = await db.selectFrom('gift').selectAll().where('id', '=', giftId).executeTakeFirstOrThrow();
    const delivery = await db
      .selectFrom('delivery')
      .selectAll()
      .where('gift_id', '=', giftId)
      .executeTakeFirstOrThrow();
    return {
      gift: gift.status,
      delivery: delivery.status,
      channel: delivery.channel,
      messageId: delivery.message_id,
    };
  }
  async function activities(kind: 'gift.delivered' | 'code.revealed') {
    return core.db
      .selectFrom('activity')
      .select('detail')
      .where('gift_id', '=', giftId)
      .where('kind', '=', kind)
      .execute();
  }
  return { core, company, giftId, recognitionId: id, lease, attempt, row, activities };
}

describe('bringing many gifts at once', () => {
  it('writes down of each what came of it', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core);
    const outcomes = [SENT, closed('messages_tab_disabled'), LATER, UNKNOWN, FAILED];
    const given = [];
    for (const _ of outcomes) given.push(await company.give('morgan', 'alice', '1'));
    const giftIds = given.map(({ gifts }) => gifts[0]?.giftId ?? '');

    const leases = await core.app.message.leaseDeliveries([...giftIds, giftIds[0] ?? '', randomUUID()]);
    const attempts = giftIds.map((giftId, index) => {
      const lease = leases.get(giftId);
      if (lease instanceof Error || lease?.kind !== 'send') throw new Error('nothing to send');
      return { toSend: lease.toSend, outcome: outcomes[index] ?? SENT };
    });
    const steps = await core.app.message.recordDeliveries(attempts);

    const rows = await core.db.selectFrom('delivery').selectAll().where('gift_id', 'in', giftIds).execute();
    const byGift = new Map(rows.map((row) => [row.gift_id, row]));
    expect(leases.size).toBe(outcomes.length);
    expect(steps.map(({ kind }) => kind)).toEqual(['done', 'again', 'again', 'again', 'again']);
    expect(giftIds.map((giftId) => byGift.get(giftId)?.status)).toEqual([
      'sent',
      'due',
      'due',
      'unknown',
      'due',
    ]);
    expect(giftIds.map((giftId) => byGift.get(giftId)?.last_error)).toEqual([
      null,
      'messages_tab_disabled',
      'ratelimited',
      'the connection broke',
      'invalid_auth',
    ]);
  });
});

describe('bringing a gift to its recipient', () => {
  it('goes by direct message first, with the code inside, and is done once it is sent', async () => {
    const { core, company, giftId, lease, row, activities } = await start();

    const toSend = await lease();
    const step = await recordDelivery(core.app, toSend, SENT);

    expect(toSend).toMatchObject({
      channel: 'dm',
      to: { platform: 'slack', workspaceId: company.workspaceId, userId: 'alice' },
      gift: {
        giverName: 'Morgan Reyes',
        recipientName: 'Alice Ito',
        message: 'the launch',
        money: { amountMinor: 2_500n, currency: 'USD' },
      },
    });
    expect(toSend.channel === 'dm' && toSend.code?.reveal()).toBe(
      (await company.codeOf(giftId, 'alice')).reveal(),
    );
    expect(step).toEqual({ kind: 'done' });
    expect(await row()).toEqual({ gift: 'delivered', delivery: 'sent', channel: 'dm', messageId: 'M1' });
    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
    expect(await activities('gift.delivered')).toEqual([{ detail: { channel: 'dm' } }]);
  });

  it.each([
    ['was sent', SENT],
    ['may have been sent', UNKNOWN],
  ])('records that its code was shown when the message %s, but not what it is', async (_, outcome) => {
    const { core, lease, activities } = await start();
    const toSend = await lease();

    await recordDelivery(core.app, toSend, outcome);

    const revealed = await activities('code.revealed');
    expect(revealed).toEqual([{ detail: { channel: 'dm' } }]);
    expect(JSON.stringify(revealed)).not.toContain(toSend.channel === 'dm' && toSend.code?.lastFour);
  });

  it('records no showing of a code that nobody was sent', async () => {
    const { attempt, activities } = await start();

    await attempt(LATER);

    expect(await activities('code.revealed')).toEqual([]);
  });

  it('takes the claim button, then mail, when the ways before are closed', async () => {
    const { company, attempt, lease } = await start();

    const afterDm = await attempt(closed('cannot_dm_bot'));
    const second = await lease();

    expect(afterDm).toEqual({ kind: 'again', afterMs: 0 });
    expect(second).toMatchObject({
      channel: 'claim',
      channelId: 'C1',
      to: { workspaceId: company.workspaceId },
    });
    expect(second).not.toHaveProperty('code');
  });

  it('reaches by mail who can be reached in no chat', async () => {
    const { core, attempt, lease } = await start({ channelId: null });
    await attempt(closed('cannot_dm_bot'));

    const toSend = await lease();
    await recordDelivery(core.app, toSend, SENT);

    expect(toSend).toMatchObject({ channel: 'email', to: { name: 'Alice Ito', email: 'alice@example.com' } });
  });

  it('begins with mail for those who prefer it', async () => {
    const { core, company, lease } = await start();
    await core.app.people.setDeliveryPreference(await company.person('alice'), 'email');

    expect((await lease()).channel).toBe('email');
  });

  it('fails when no channel is left, and says what was tried', async () => {
    const { core, giftId, attempt, row } = await start();
    await attempt(closed('cannot_dm_bot'));
    await attempt(closed('not_in_channel'));
    await attempt(closed('mailbox is full'));

    const leased = await leaseDelivery(core.app, giftId);

    expect(leased).toEqual({
      kind: 'fail',
      reason:
        'no way left to reach Alice Ito; dm slack:alice: cannot_dm_bot; claim slack:alice: not_in_channel; email: mailbox is full',
    });
    expect(await row()).toMatchObject({ gift: 'issued', delivery: 'failed' });
  });

  it('fails for somebody who was deactivated since', async () => {
    const { core, company, giftId } = await start();
    const { id } = await company.person('alice');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );

    expect(await leaseDelivery(core.app, giftId)).toEqual({
      kind: 'fail',
      reason: 'Alice Ito is deactivated',
    });
  });

  it('waits as long as the platform asks, which costs no attempt', async () => {
    const { core, giftId, attempt, row } = await start();

    for (let times = 0; times < 20; times += 1) {
      expect(await attempt(LATER)).toEqual({ kind: 'again', afterMs: 30_000 });
      expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
      core.clock.advance(30_000);
    }

    await attempt(SENT);
    expect(await row()).toMatchObject({ delivery: 'sent' });
  });

  it('tries again over the same channel when the answer was lost, more and more rarely, then takes the next way', async () => {
    const { core, attempt, lease, row } = await start();
    const waits: number[] = [];

    for (let times = 1; times < 8; times += 1) {
      const step = await attempt(UNKNOWN);
      if (step.kind !== 'again') throw new Error(`attempt ${times} ended: ${step.kind}`);
      expect(await row()).toMatchObject({ delivery: 'unknown', channel: 'dm' });
      waits.push(step.afterMs);
      core.clock.advance(step.afterMs);
    }
    const last = await attempt(UNKNOWN);

    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000]);
    expect(last).toEqual({ kind: 'again', afterMs: 0 });
    expect((await lease()).channel).toBe('claim');
  });

  it('takes the next way when the platform will never take it', async () => {
    const { attempt, lease } = await start();

    expect(await attempt(FAILED)).toEqual({ kind: 'again', afterMs: 0 });
    expect((await lease()).channel).toBe('claim');
  });

  it('takes the next way after a day of waiting, which gets an hour of its own', async () => {
    const { core, attempt, lease } = await start();
    await attempt(LATER);
    core.clock.advance(DAY_MS + 1);

    expect(await attempt(LATER)).toEqual({ kind: 'again', afterMs: 0 });
    expect((await lease()).channel).toBe('claim');
    core.clock.advance(MINUTE_MS);
    expect(await attempt(LATER)).toEqual({ kind: 'again', afterMs: 30_000 });
  });

  it('goes to mail, not to a channel, for an account that is gone', async () => {
    const { attempt, lease } = await start();

    await attempt({ status: 'closed', reason: 'user_disabled', ends: 'account' });

    expect((await lease()).channel).toBe('email');
  });

  it('prefers mail to a channel that only its members see', async () => {
    const { recognitionId, attempt, lease } = await start();
    await database.owner
      .updateTable('recognition')
      .set({ channel_is_private: true })
      .where('id', '=', recognitionId)
      .execute();
    await attempt(closed('cannot_dm_bot'));

    expect((await lease()).channel).toBe('email');
  });

  it('sends nothing any more once the gift is redeemed', async () => {
    const { core, company, giftId } = await start();
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));

    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
  });
});

describe('a sender that is slow or dies', () => {
  it('alone may send until its minute is over', async () => {
    const { core, giftId, lease } = await start();
    await lease();

    core.clock.advance(MINUTE_MS - 1);
    const early = await leaseDelivery(core.app, giftId);
    core.clock.advance(1);
    const late = await leaseDelivery(core.app, giftId);

    expect(early).toEqual({ kind: 'nothing' });
    expect(late.kind).toBe('send');
  });

  it('takes the next way when it dies eight times', async () => {
    const { core, giftId, lease } = await start();
    for (let times = 0; times < 8; times += 1) {
      await lease();
      core.clock.advance(MINUTE_MS);
    }

    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'again', afterMs: 0 });
    expect((await lease()).channel).toBe('claim');
  });

  it('that was taken over and did send counts, and the other is not sent a second time', async () => {
    const { core, giftId, lease, row, activities } = await start();
    const slow = await lease();
    core.clock.advance(MINUTE_MS);
    const other = await lease();

    await recordDelivery(core.app, slow, SENT);
    const step = await recordDelivery(core.app, other, UNKNOWN);
    core.clock.advance(DAY_MS);

    expect(step).toEqual({ kind: 'done' });
    expect(await row()).toMatchObject({ gift: 'delivered', delivery: 'sent', messageId: 'M1' });
    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
    expect(await activities('gift.delivered')).toHaveLength(1);
  });

  it('that was taken over and did not send leaves the other’s attempt alone', async () => {
    const { core, lease, row } = await start();
    const slow = await lease();
    core.clock.advance(MINUTE_MS);
    const other = await lease();

    const step = await recordDelivery(core.app, slow, closed('cannot_dm_bot'));
    const whileSending = await row();
    await recordDelivery(core.app, other, SENT);

    expect(step).toEqual({ kind: 'done' });
    expect(whileSending).toMatchObject({ delivery: 'sending' });
    expect(await row()).toMatchObject({ delivery: 'sent', channel: 'dm' });
  });

  it.each([
    ['found its channel closed', closed('cannot_dm_bot')],
    ['gave it up', FAILED],
    ['lost its answer', UNKNOWN],
  ])('that did send after all counts, although the one who took it over %s', async (_, outcome) => {
    const { core, giftId, lease, row } = await start();
    const slow = await lease();
    core.clock.advance(MINUTE_MS);
    await recordDelivery(core.app, await lease(), outcome);

    await recordDelivery(core.app, slow, SENT);
    core.clock.advance(DAY_MS);

    expect(await row()).toMatchObject({ gift: 'delivered', delivery: 'sent', messageId: 'M1' });
    expect(await leaseDelivery(core.app, giftId)).toEqual({ kind: 'nothing' });
  });

  it('gives one gift to one sender, however many come at once', async () => {
    const { core, giftId } = await start();

    const leases = await Promise.all(Array.from({ length: 20 }, () => leaseDelivery(core.app, giftId)));

    expect(leases.filter(({ kind }) => kind === 'send')).toHaveLength(1);
  });
});

describe('a failed job', () => {
  it('is shown, rests until a person retries it, and then has every channel before it again', async () => {
    const { core, company, giftId, attempt, lease } = await start();
    const { id: organizationId } = company.organization;
    await attempt(closed('cannot_dm_bot'));
    await attempt(FAILED);
    await attempt(closed('no such mailbox'));
    const failed = await leaseDelivery(core.app, giftId);
    if (failed.kind !== 'fail') throw new Error('it did not fail');
    await core.app.jobs.keepFailed({
      job: 'deliver-gift',
      due: 'deliveries',
      subjectId: giftId,
      reason: failed.reason,
    });
    core.clock.advance(MINUTE_MS);
    core.queue.take('deliver-gift');

    await core.app.jobs.enqueueDue(dueJobs);
    const enqueuedWhileFailed = core.queue.take('deliver-gift');
    const failedJobs = await listFailedJobs(core.db, organizationId);
    const retried = await core.app.jobs.retryFailed({ organizationId });

    expect(enqueuedWhileFailed).not.toContain(giftId);
    expect(failedJobs).toMatchObject([
      {
        job: 'deliver-gift',
        subjectId: giftId,
        reason: expect.stringContaining('claim slack:alice: invalid_auth') as string,
      },
    ]);
    expect(retried).toEqual([{ job: 'deliver-gift', subjectId: giftId }]);
    expect(core.queue.take('deliver-gift')).toEqual([giftId]);
    expect((await lease()).channel).toBe('dm');
    expect(await listFailedJobs(core.db, organizationId)).toEqual([]);
  });

  it('can be retried one at a time', async () => {
    const { core, company, giftId, recognitionId } = await start();
    const { id: organizationId } = company.organization;
    await core.app.jobs.keepFailed({
      job: 'deliver-gift',
      due: 'deliveries',
      subjectId: giftId,
      reason: 'a',
    });
    await core.app.jobs.keepFailed({
      job: 'answer-giver',
      due: 'answers',
      subjectId: recognitionId,
      reason: 'b',
    });

    await core.app.jobs.retryFailed({ organizationId, subjectId: recognitionId });

    expect(await listFailedJobs(core.db, organizationId)).toMatchObject([{ subjectId: giftId }]);
  });

  it('keeps the last reason when it fails twice', async () => {
    const { core, company, giftId } = await start();
    await core.app.jobs.keepFailed({
      job: 'deliver-gift',
      due: 'deliveries',
      subjectId: giftId,
      reason: 'first',
    });
    await core.app.jobs.keepFailed({
      job: 'deliver-gift',
      due: 'deliveries',
      subjectId: giftId,
      reason: 'second',
    });

    const failedJobs = await listFailedJobs(core.db, company.organization.id);

    expect(failedJobs).toMatchObject([{ reason: 'second' }]);
  });
});

describe('the sweep', () => {
  it('enqueues again what nobody took, and not what is being done', async () => {
    const { core, company, giftId } = await start();
    const asked = await company.ask('morgan', 'bob', '5', { replyTo: 'R1' });
    for (const job of ['issue-gifts', 'deliver-gift', 'answer-giver'] as const) core.queue.take(job);

    await core.app.jobs.enqueueDue(dueJobs);
    const tooEarly = [...core.queue.take('issue-gifts'), ...core.queue.take('deliver-gift')];
    core.clock.advance(4_000);
    await leaseDelivery(core.app, giftId);
    await core.app.jobs.enqueueDue(dueJobs);

    expect(tooEarly).not.toContain(asked.id);
    expect(core.queue.take('issue-gifts')).toContain(asked.id);
    expect(core.queue.take('deliver-gift')).not.toContain(giftId);
  });

  it('enqueues a delivery whose sender died', async () => {
    const { core, giftId, lease } = await start();
    await lease();
    core.clock.advance(MINUTE_MS + 4_000);
    core.queue.take('deliver-gift');

    await core.app.jobs.enqueueDue(dueJobs);

    expect(core.queue.take('deliver-gift')).toContain(giftId);
  });

  it('finds what is due behind any number of failed requests', async () => {
    const { core, company } = await start();
    const { id: organization_id } = company.organization;
    const { id: givenUp } = await company.ask('morgan', 'bob', '5');
    await sql`
      with copies as (
        insert into recognition
        select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'request_id', n))).*
          from recognition r, generate_series(1, 1001) n where r.id = ${givenUp}
        returning id)
      insert into failed_job
      select ${organization_id}::uuid, 'issue-gifts', id, 'a fault', now() from copies`.execute(core.db);
    core.clock.advance(1_000);
    const due = await company.ask('morgan', 'bob', '5');
    core.clock.advance(4_000);
    core.queue.take('issue-gifts');

    await core.app.jobs.enqueueDue(dueJobs);

    expect(core.queue.take('issue-gifts')).toContain(due.id);
  });
});
