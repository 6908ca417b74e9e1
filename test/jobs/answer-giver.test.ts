import { afterAll, describe, expect, it } from 'vitest';
import { answerGiverJob } from '#jobs/answer-giver.ts';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { createPace } from '#src/kit/pace.ts';
import type { ChatPlatform, ChatUser } from '#src/ports/chat.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Card, OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { uncalled } from '#test/helpers/uncalled-webhooks.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const CLOSED: SendOutcome = { status: 'closed', reason: 'not here' };
const FAILED: SendOutcome = { status: 'failed', reason: 'HTTP 403' };
const LOST: SendOutcome = { status: 'unknown', reason: 'the connection broke' };
const LATER: SendOutcome = { status: 'later', retryAfterMs: 1_000, reason: 'ratelimited' };

/** A giver with a second account, on platforms and with a mail server that answer what `outcomes` says. */
async function start(outcomes: Record<string, SendOutcome>, { isGroup = false } = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { organizationId, id: personId } = await company.person('morgan');
  await core.db
    .insertInto('identity')
    .values({ organization_id: organizationId, platform: 'discord', user_id: '77', person_id: personId })
    .execute();
  const recipients = (isGroup ? ['alice', 'bob'] : ['alice']).map(company.ref);
  const { id } = await company.give('morgan', 'alice', '25', {
    replyTo: 'hook',
    recipients,
    isConfirmed: !isGroup,
  });

  const calls: string[] = [];
  const cards: Card[] = [];
  function reach(way: string, { card }: OutgoingMessage): SendOutcome {
    calls.push(way);
    cards.push(card);
    return outcomes[way] ?? { status: 'sent', messageId: 'M1' };
  }
  function platform(name: string): ChatPlatform {
    return {
      answer: async (_: string, message: OutgoingMessage) => reach('place', message),
      sendDirectMessage: async ({ userId }: ChatUser, message: OutgoingMessage) =>
        reach(`${name} ${userId}`, message),
    } as unknown as ChatPlatform;
  }
  const mailer = {
    send: async ({ email }: { email: string }, message: OutgoingMessage) => reach(email, message),
  } as unknown as Mailer;
  const deps: JobDeps = {
    app: core.app,
    platforms: new Map(['slack', 'discord'].map((name) => [name, platform(name)])),
    mailer,
    webhooks: uncalled,
    pace: createPace(() => 0),
    closedAccounts: createClosedAccounts(() => 0),
    headKeepers: [],
    words: createWords(),
    log: core.log,
    dueJobs: [],
  };
  if (!('open' in answerGiverJob)) throw new Error('it is sent in steps');
  const run = answerGiverJob.open(deps);
  return { core, calls, cards, run: () => run(id) };
}

function textsOf(card: Card | undefined): string {
  return JSON.stringify(card?.blocks.map((block) => ('text' in block ? block.text : '')));
}

describe('an answer that cannot be given where it was asked', () => {
  it.each([
    ['closed', CLOSED],
    ['refused', FAILED],
  ])('goes to the giver’s direct messages when that place is %s', async (_, place) => {
    const { calls, run } = await start({ place });

    expect(await run()).toBeUndefined();
    expect(calls).toEqual(['place', 'slack morgan']);
  });

  it('tries the giver’s other accounts, then mail', async () => {
    const { calls, run } = await start({ place: CLOSED, 'slack morgan': FAILED, 'discord 77': CLOSED });

    await run();

    expect(calls).toEqual(['place', 'slack morgan', 'discord 77', 'morgan@example.com']);
  });

  it('comes by mail without buttons, and says what to do instead', async () => {
    const nowhere = { place: CLOSED, 'slack morgan': CLOSED, 'discord 77': CLOSED };
    const issued = await start(nowhere);
    const asked = await start(nowhere, { isGroup: true });

    await issued.run();
    await asked.run();

    expect(issued.cards.map(({ actions }) => actions.length)).toEqual([1, 1, 1, 0]);
    expect(textsOf(issued.cards.at(-1))).not.toContain('take it back');
    expect(asked.cards.map(({ actions }) => actions.length)).toEqual([2, 2, 2, 0]);
    expect(textsOf(asked.cards.at(-1))).toContain('nothing will be given');
  });

  it('fails when no way is left, and names what was tried', async () => {
    const ways = ['slack morgan', 'discord 77', 'morgan@example.com'];
    const { run } = await start({ place: CLOSED, ...Object.fromEntries(ways.map((way) => [way, FAILED])) });

    await expect(run()).rejects.toThrow(
      'not here; dm slack:morgan: HTTP 403; dm discord:77: HTTP 403; email: HTTP 403',
    );
  });

  it('waits for its place while that may still answer', async () => {
    const { calls, run } = await start({ place: LATER });

    expect(await run()).toEqual({ again: expect.any(Number) as number });
    expect(calls).toEqual(['place']);
  });

  it.each([
    ['asks to wait for longer than a day', LATER, [DAY_MS + MINUTE_MS]],
    ['loses the answer eight times', LOST, Array.from({ length: 7 }, () => 10 * MINUTE_MS)],
  ])('goes elsewhere when its place %s', async (_, place, pauses) => {
    const { core, calls, run } = await start({ place });
    for (const pause of pauses) {
      await run();
      core.clock.advance(pause);
    }

    await run();

    expect(calls.slice(-2)).toEqual(['place', 'slack morgan']);
    expect(new Set(calls.slice(0, -1))).toEqual(new Set(['place']));
  });
});
