import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser, GroupMembers } from '#src/ports/chat.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import { leaseAnswer, recordAnswer } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BOB: ChatProfile = { name: 'Bob', isBot: false, isDeactivated: false, email: 'bob@example.com' };

/** Morgan gives to somebody whom nobody knows yet, on a platform that does not answer until `answers` is set. */
async function start({ replyTo = 'hook' }: { replyTo?: string | null } = {}) {
  const asked: string[] = [];
  const platform: { fault: Error | undefined } = { fault: new AskLater('token_revoked') };
  const core = makeCore(database.db, {
    async findChatUser({ userId }: ChatUser) {
      asked.push(userId);
      if (platform.fault) throw platform.fault;
      return BOB;
    },
  });
  const company = await makeCompany(core);
  // An account that is already there would make U5 wait for an admin.
  await transactOn(core.db, (tx) =>
    tx
      .deleteFrom('identity')
      .where('user_id', '=', 'bob')
      .where('organization_id', '=', company.organization.id)
      .execute(),
  );
  const { id } = await company.ask('morgan', 'U5', '25', { replyTo });
  core.queue.take('issue-gifts');

  /** Runs the job once, as a worker would. */
  async function run() {
    const waiting = await core.app.people.identifyMany([id]);
    if (!waiting.has(id)) await core.app.recognition.issue([id]);
    return waiting.get(id);
  }
  /** Runs the job whenever it asks to, for this long. */
  async function runFor(ms: number) {
    const until = core.clock.now().getTime() + ms;
    for (;;) {
      const waiting = await run();
      if (!waiting || waiting instanceof Error) return waiting;
      if (core.clock.now().getTime() + waiting.again > until) return waiting;
      core.clock.advance(waiting.again);
    }
  }
  async function statusNow() {
    return (await stateOfRecognition(core, id)).recognition;
  }
  return { core, company, id, asked, platform, run, runFor, statusNow };
}

describe('a request about somebody whom the platform cannot be asked about', () => {
  it('is asked again as late as the platform says, whoever wakes it before', async () => {
    const { core, asked, platform, run, id } = await start();
    platform.fault = new AskLater('ratelimited', { retryAfterMs: 30_000 });

    expect(await run()).toEqual({ again: 30_000 });
    core.clock.advance(29_999);
    await core.app.jobs.enqueueDue(dueJobs);
    expect(core.queue.take('issue-gifts')).not.toContain(id);
    expect(await run()).toEqual({ again: 1 });
    expect(asked).toHaveLength(1);

    core.clock.advance(1);
    platform.fault = undefined;
    expect(await run()).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  it('is found by the sweep when it was lost from the queue', async () => {
    const { core, run, id } = await start();
    await run();

    core.clock.advance(MINUTE_MS);
    await core.app.jobs.enqueueDue(dueJobs);

    expect(core.queue.take('issue-gifts')).toContain(id);
  });

  it('is granted after an outage of hours, and its giver hears of the wait after a minute, once', async () => {
    const { core, id, asked, platform, runFor, run, statusNow } = await start();

    await runFor(MINUTE_MS - 1);
    expect(core.queue.take('answer-giver')).not.toContain(id);
    await runFor(MINUTE_MS);
    const wakes = core.queue.take('answer-giver');
    const wait = await leaseAnswer(core.app, id);
    if (wait.kind !== 'send') throw new Error('the giver is not told');
    await recordAnswer(core.app, wait.toSend, { status: 'sent', messageId: 'M1' });
    await runFor(3 * 60 * MINUTE_MS);
    expect(wakes).toContain(id);
    expect(wait.toSend.update).toEqual({ kind: 'delayed' });
    expect(core.queue.take('answer-giver')).not.toContain(id);
    expect(asked.length).toBeLessThan(40);

    platform.fault = undefined;
    core.clock.advance(10 * MINUTE_MS);
    expect(await run()).toBeUndefined();
    const end = await leaseAnswer(core.app, id);

    expect((await statusNow()).status).toBe('issued');
    expect(end).toMatchObject({ kind: 'send', toSend: { update: { kind: 'issued' } } });
  });

  it('is refused after a day, and its giver is told to send it again', async () => {
    const { core, id, runFor, statusNow } = await start();

    const end = await runFor(DAY_MS + 30 * MINUTE_MS);

    expect(end).toBeUndefined();
    expect(await statusNow()).toMatchObject({
      status: 'refused',
      refusal: { kind: 'no-answer-about-people' },
    });
    expect(await leaseAnswer(core.app, id)).toMatchObject({
      kind: 'send',
      toSend: { update: { kind: 'refused', refusal: { kind: 'no-answer-about-people' } } },
    });
  });

  it('tells nobody where nobody waits for an answer', async () => {
    const { core, id, runFor } = await start({ replyTo: null });

    await runFor(10 * MINUTE_MS);

    expect(await leaseAnswer(core.app, id)).toEqual({ kind: 'nothing' });
  });
});

describe('a group of many strangers', () => {
  it('keeps the answers it got, and asks only about the others again', async () => {
    const asked: string[] = [];
    let budget = 20;
    const core = makeCore(database.db, {
      async findChatGroup(): Promise<GroupMembers> {
        return Array.from({ length: 30 }, (_, index) => ({ userId: `G${index}` }));
      },
      async findChatUser({ userId }: ChatUser) {
        asked.push(userId);
        if (asked.length > budget) throw new AskLater('ratelimited', { retryAfterMs: 30_000 });
        return { name: userId, isBot: true, isDeactivated: false };
      },
    });
    const company = await makeCompany(core);
    const group = { by: 'group', platform: 'slack', workspaceId: company.workspaceId } as const;
    const recipients = [{ ...group, groupId: 'S1', name: 'team' }];
    const { id } = await company.ask('morgan', '', '1', { recipients });

    await core.app.people.identifyMany([id]);
    budget = 1_000;
    core.clock.advance(30_000);
    const waiting = await core.app.people.identifyMany([id]);

    expect(waiting.size).toBe(0);
    const twice = asked.filter((userId, index) => asked.indexOf(userId) !== index);
    expect(new Set(asked).size).toBe(30);
    expect(twice.length).toBeLessThanOrEqual(10);
  });

  it('is refused by its number without being read', async () => {
    const core = makeCore(database.db, { findChatGroup: async (_, most) => ({ size: (most ?? 0) + 4_900 }) });
    const company = await makeCompany(core);
    const group = { by: 'group', platform: 'slack', workspaceId: company.workspaceId } as const;
    const { id } = await company.ask('morgan', '', '1', {
      recipients: [{ ...group, groupId: 'S1', name: 'everyone' }],
    });

    await core.app.people.identifyMany([id]);
    await core.app.recognition.issue([id]);

    expect((await stateOfRecognition(core, id)).recognition.refusal).toEqual({
      kind: 'too-many-people',
      people: 5_000,
      most: 100,
    });
  });
});
