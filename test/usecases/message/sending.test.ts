import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { must } from '#src/domain/kit/must.ts';
import { reviveSending, type SendingJob } from '#src/db/message/sending.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import {
  leaseAnswer,
  leaseDelivery,
  leaseNotification,
  recordAnswer,
  recordDelivery,
  recordNotification,
} from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };
const LATER: SendOutcome = { status: 'later', retryAfterMs: 30_000, reason: 'ratelimited' };
const UNKNOWN: SendOutcome = { status: 'unknown', reason: 'the connection broke' };
const FAILED: SendOutcome = { status: 'failed', reason: 'invalid_auth' };
const CLOSED: SendOutcome = { status: 'closed', reason: 'cannot_dm_bot' };

/** Cards that replace others and posts have tests of their own: nobody misses the ones, and the others are tried once. */
type MessageJob = Exclude<SendingJob, 'update-card' | 'post-recognition'>;

type Kind = {
  job: MessageJob;
  /** Over which it is tried, in order; where there are none, there is but one way, which has no name. */
  channels: string[];
  reader: string;
};

const KINDS: [string, Kind][] = [
  ['a gift', { job: 'deliver-gift', channels: ['dm', 'claim', 'email'], reader: 'Alice Ito' }],
  ['a notification', { job: 'send-notification', channels: ['dm', 'email'], reader: 'Priya Nair' }],
  ['an answer', { job: 'answer-giver', channels: [], reader: 'Morgan Reyes' }],
];

type Core = ReturnType<typeof makeCore>;
type Company = Awaited<ReturnType<typeof makeCompany>>;

/** Writes a message of a kind that is due. */
const WRITE: Record<MessageJob, (core: Core, company: Company) => Promise<string>> = {
  async 'deliver-gift'(_, company) {
    const { gifts } = await company.give('morgan', 'alice', '25', { channelId: 'C1' });
    return gifts[0]?.giftId ?? '';
  },
  async 'send-notification'(core, company) {
    const { organizationId, id: personId } = await company.person('priya');
    const detail = { giver: 'Morgan Reyes', money: { amountMinor: '2500', currency: 'USD' }, reason: '' };
    const told = { organizationId, personId, subjectId: core.newId(), kind: 'gift.undone' as const, detail };
    await transact(core, (tx) => notify(core, tx, [told]));
    return core.queue.take('send-notification')[0] ?? '';
  },
  async 'answer-giver'(_, company) {
    const { id } = await company.give('morgan', 'alice', '25', { replyTo: 'hook' });
    return id;
  },
};

/** Each kind's own two functions of the app, as one pair. */
const SENDINGS = {
  'deliver-gift': pair(leaseDelivery, recordDelivery),
  'send-notification': pair(leaseNotification, recordNotification),
  'answer-giver': pair(leaseAnswer, recordAnswer),
};

function pair<ToSend extends { leased: unknown; channel?: string }, Next>(
  lease: (
    app: Core['app'],
    id: string,
  ) => Promise<
    | { kind: 'send'; toSend: ToSend }
    | { kind: 'fail'; reason: string }
    | { kind: 'again'; afterMs: number }
    | { kind: 'nothing' }
  >,
  record: (app: Core['app'], toSend: ToSend, outcome: SendOutcome) => Promise<Next>,
) {
  return async (app: Core['app'], id: string) => {
    const leased = await lease(app, id);
    if (leased.kind !== 'send') return leased;
    const { toSend } = leased;
    return {
      kind: 'send' as const,
      channel: toSend.channel,
      record: (outcome: SendOutcome) => record(app, toSend, outcome),
    };
  };
}

/** A message of a kind that is due, with its sender in the test's hands. */
async function start({ job }: Kind) {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const id = await WRITE[job](core, company);

  function take() {
    return SENDINGS[job](core.app, id);
  }

  async function lease() {
    const taken = await take();
    if (taken.kind !== 'send') throw new Error(`nothing to send: ${JSON.stringify(taken)}`);
    return taken;
  }
  async function attempt(outcome: SendOutcome) {
    return (await lease()).record(outcome);
  }
  return { core, company, id, take, lease, attempt, row: () => rowOf(core, job, id) };
}

async function rowOf({ db }: Core, job: MessageJob, id: string) {
  switch (job) {
    case 'deliver-gift':
      return db
        .selectFrom('delivery')
        .select(['status', 'due_at as dueAt', 'attempts'])
        .where('gift_id', '=', id)
        .executeTakeFirstOrThrow();
    case 'send-notification':
      return db
        .selectFrom('notification')
        .select(['status', 'due_at as dueAt', 'attempts'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
    case 'answer-giver':
      return db
        .selectFrom('recognition')
        .select(['answer_status as status', 'answer_due_at as dueAt', 'answer_attempts as attempts'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
    default:
      return job satisfies never;
  }
}

describe.each(KINDS)('%s on its way', (_, kind) => {
  /** The step after a way has ended: the next way, or the end where there is but one. */
  function afterTheEndOfAWay(reason: string) {
    return kind.channels.length > 0 ? { kind: 'again', afterMs: 0 } : { kind: 'fail', reason };
  }

  it('is one sender’s until the lease is over, then the next one’s, and that counts as a lost attempt', async () => {
    const { core, take, lease, row } = await start(kind);
    await lease();

    const meanwhile = await take();
    core.clock.advance(MINUTE_MS);
    await lease();

    expect(meanwhile).toEqual({ kind: 'nothing' });
    expect(await row()).toMatchObject({ status: 'sending', attempts: 1 });
  });

  it.each([LATER, UNKNOWN, FAILED, CLOSED])(
    'is left to the one who took it over by a slow sender who has to say: $status',
    async (outcome) => {
      const { core, lease, row } = await start(kind);
      const slow = await lease();
      core.clock.advance(MINUTE_MS);
      const other = await lease();
      const before = await row();

      const step = await slow.record(outcome);
      const after = await row();
      await other.record(SENT);

      expect(step).toEqual({ kind: 'done' });
      expect(after).toEqual(before);
      expect(await row()).toMatchObject({ status: 'sent' });
    },
  );

  it('is unknown when its answer is lost, and tried again the same way at the time that is told', async () => {
    const { core, take, lease, attempt, row } = await start(kind);
    const first = (await lease()).channel;
    core.clock.advance(MINUTE_MS);

    const step = await attempt(UNKNOWN);
    const lost = await row();
    core.clock.advance(9_999);
    const early = await take();
    core.clock.advance(1);
    const again = await lease();

    expect(step).toEqual({ kind: 'again', afterMs: 10_000 });
    expect(lost).toMatchObject({ status: 'unknown', attempts: 2 });
    expect(early).toEqual({ kind: 'nothing' });
    expect(again.channel).toBe(first);
  });

  it('waits twice as long after each lost answer, and after eight its way has ended', async () => {
    const { core, attempt, row } = await start(kind);
    const waits: number[] = [];
    for (let times = 1; times < 8; times += 1) {
      const step = await attempt(UNKNOWN);
      if (step.kind !== 'again') throw new Error(`attempt ${times} ended: ${step.kind}`);
      waits.push(step.afterMs);
      core.clock.advance(step.afterMs);
    }

    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000]);
    expect(await attempt(UNKNOWN)).toEqual(afterTheEndOfAWay('the connection broke'));
    expect(await row()).toMatchObject(
      kind.channels.length > 0 ? { status: 'due', attempts: 0 } : { status: 'failed', attempts: 8 },
    );
  });

  it('waits exactly as long as the platform asks, which costs no attempt, but no longer than a day', async () => {
    const { core, take, attempt, row } = await start(kind);
    const begun = core.clock.now().getTime();

    const step = await attempt(LATER);
    const postponed = await row();
    core.clock.advance(29_999);
    const early = await take();
    core.clock.advance(DAY_MS);

    expect(step).toEqual({ kind: 'again', afterMs: 30_000 });
    expect(postponed).toEqual({
      status: 'due',
      attempts: 0,
      dueAt: new Date(begun + 30_000),
    });
    expect(early).toEqual({ kind: 'nothing' });
    expect(await attempt(LATER)).toEqual(afterTheEndOfAWay('ratelimited'));
  });

  it('waits longer each time where the platform does not say how long', async () => {
    const { core, attempt } = await start(kind);
    const waits: number[] = [];
    for (let times = 1; times < 9; times += 1) {
      const step = await attempt({ status: 'later', reason: 'blocked' });
      if (step.kind !== 'again') throw new Error(`attempt ${times} ended: ${step.kind}`);
      waits.push(step.afterMs / 1_000);
      core.clock.advance(step.afterMs);
    }

    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBe(5);
    expect(waits.at(-1)).toBeGreaterThan(20);
  });

  it.each([
    ['closed', CLOSED],
    ['refused for good', FAILED],
  ])(
    'takes the next channel at once when one is %s, and fails when no way is left',
    async (_how, outcome) => {
      const { take, lease, row } = await start(kind);
      const ways: (string | undefined)[] = [];
      const steps: unknown[] = [];
      for (const _channel of kind.channels) {
        const { channel, record } = await lease();
        ways.push(channel);
        steps.push(await record(outcome));
      }
      const end = kind.channels.length > 0 ? await take() : await (await lease()).record(outcome);

      const { reason } = outcome as { reason: string };
      expect(ways).toEqual(kind.channels);
      expect(steps).toEqual(kind.channels.map(() => ({ kind: 'again', afterMs: 0 })));
      const told = end.kind === 'fail' ? end.reason : '';
      expect(told.split('; ').map((part) => part.replace(/ slack:\w+/, ''))).toEqual(
        kind.channels.length > 0
          ? [
              `no way left to reach ${kind.reader}`,
              ...kind.channels.map((channel) => `${channel}: ${reason}`),
            ]
          : [reason],
      );
      expect(await row()).toMatchObject({ status: 'failed' });
    },
  );

  it('has every channel before it again when it is retried', async () => {
    const { core, id, company, take, lease } = await start(kind);
    const first = await lease();
    await first.record(UNKNOWN);
    core.clock.advance(MINUTE_MS);
    for (let taken = await take(); taken.kind === 'send'; taken = await take()) await taken.record(FAILED);
    const [of] = dueJobs.filter(({ job }) => job === kind.job);
    await core.app.jobs.keepFailed({ ...must(of, kind.job), subjectId: id, reason: 'invalid_auth' });
    await core.app.jobs.retryFailed({ organizationId: company.organization.id });

    expect((await lease()).channel).toBe(first.channel);
    expect(await rowOf(core, kind.job, id)).toMatchObject({ attempts: 0 });
  });

  it('takes the next channel when eight senders died with it', async () => {
    const { core, take, lease, row } = await start(kind);
    for (let times = 0; times < 8; times += 1) {
      await lease();
      core.clock.advance(MINUTE_MS);
    }

    expect(await take()).toEqual(afterTheEndOfAWay('8 attempts were lost'));
    expect(await row()).toMatchObject({ status: kind.channels.length > 0 ? 'due' : 'failed' });
    const next = await take();
    expect(next.kind === 'send' ? next.channel : undefined).toBe(kind.channels[1]);
  });

  it('cannot be revived when there is no such message', async () => {
    const { core, company } = await start(kind);
    const nobodys = randomUUID();
    const { id: organizationId } = company.organization;

    const revived = transact(core, (tx) =>
      reviveSending(tx, kind.job, { organizationId, subjectId: nobodys, now: tx.now }),
    );

    await expect(revived).rejects.toThrow(`there is no message ${nobodys} of ${kind.job}`);
  });
});

describe('a message that cannot be made', () => {
  it('is its own fault: those beside it are sent', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core);
    const { organizationId, id: personId } = await company.person('priya');
    const fine = await WRITE['send-notification'](core, company);
    const about = { kind: 'approval.asked' as const, detail: {} };
    const orphan = { organizationId, personId, subjectId: randomUUID(), ...about };
    await transact(core, (tx) => notify(core, tx, [orphan]));
    const [broken = ''] = core.queue.take('send-notification');

    const leases = await core.app.message.leaseNotifications([fine, broken]);

    expect(leases.get(fine)).toMatchObject({ kind: 'send' });
    expect(leases.get(broken)).toEqual(new Error(`there is no approval ${orphan.subjectId}`));
  });
});
