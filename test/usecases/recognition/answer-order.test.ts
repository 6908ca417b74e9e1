import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, recordAnswer } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HELD_MS = 30_000;

/** What may happen to a request in any order, across processes. */
const EVENTS = ['decided', 'answerer', 'first answer out', 'time passes'] as const;
type Event = (typeof EVENTS)[number];

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutationsOf(items.toSpliced(index, 1)).map((others) => [item, ...others]),
  );
}

/** Every order of all events, and of all but one: processes die. */
const ORDERS = [
  ...permutationsOf(EVENTS),
  ...EVENTS.flatMap((missing) => permutationsOf(EVENTS.filter((event) => event !== missing))),
];

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);

  async function ask() {
    const requestId = randomUUID();
    const { organization } = company;
    const { recognition } = await core.app.recognition.request({
      organizationId: organization.id,
      source: 'slack',
      requestId,
      giver: company.ref('morgan'),
      recipients: [company.ref('alice')],
      amount: { amount: '1' },
      message: requestId,
      isConfirmed: true,
      channelId: null,
      replyTo: 'hook',
      isAnsweredFirst: true,
    });
    const request = { organizationId: organization.id, source: 'slack', requestId };
    return { id: recognition.id, request };
  }

  /** Lets a request live through these events and then to its end. Resolves to how its outcome was sent, each time. */
  async function live(order: readonly Event[]): Promise<string[]> {
    const { id, request } = await ask();
    const begun = core.clock.now().getTime();
    const sent: string[] = [];
    let isOut = false;

    async function answer() {
      const leased = await leaseAnswer(core.app, id);
      if (leased.kind !== 'send') return;
      sent.push(isOut || core.clock.now().getTime() >= begun + HELD_MS ? 'in order' : 'too early');
      await recordAnswer(core.app, leased.toSend, { status: 'sent', messageId: 'M' });
    }
    async function happen(event: Event) {
      if (event === 'decided') await core.app.recognition.issue([id]);
      if (event === 'answerer') await answer();
      if (event === 'time passes') core.clock.advance(HELD_MS);
      if (event !== 'first answer out') return;
      isOut = true;
      await core.app.recognition.releaseAnswer(request);
    }
    async function sweep() {
      core.queue.take('answer-giver');
      await core.app.jobs.enqueueDue(dueJobs);
      if (core.queue.take('answer-giver').includes(id)) await answer();
    }
    for (const event of order) await happen(event);
    await core.app.recognition.issue([id]);
    core.clock.advance(HELD_MS + 5_000);
    await sweep();
    return sent;
  }
  return { core, ask, live };
}

describe('a platform that shows a later answer in place of a missing first one', () => {
  it('gets the outcome after its first answer or half a minute, once, in whatever order things happen', async () => {
    const { live } = await start();

    const wrong: unknown[] = [];
    for (const order of ORDERS) {
      const sent = await live(order);
      if (sent.join() !== 'in order') wrong.push({ order, sent });
    }

    expect(ORDERS).toHaveLength(48);
    expect(wrong).toEqual([]);
  });

  it('is answered at once when the decision came before its first answer was out', async () => {
    const { core, ask } = await start();
    const { id, request } = await ask();
    await core.app.recognition.issue([id]);
    core.queue.take('answer-giver');

    await core.app.recognition.releaseAnswer(request);

    expect(core.queue.take('answer-giver')).toEqual([id]);
    expect(await leaseAnswer(core.app, id)).toMatchObject({ kind: 'send' });
  });

  it('wakes nobody before the decision', async () => {
    const { core, ask } = await start();
    const { request } = await ask();

    await core.app.recognition.releaseAnswer(request);
    await core.app.recognition.releaseAnswer({ ...request, requestId: 'unknown' });

    expect(core.queue.take('answer-giver')).toEqual([]);
  });
});
