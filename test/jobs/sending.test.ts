import { expect, it } from 'vitest';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { sendDirect } from '#jobs/sending.ts';
import type { App } from '#src/app.ts';
import { createPace } from '#src/kit/pace.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { uncalled } from '#test/helpers/uncalled-webhooks.ts';

const ALICE = { platform: 'discord', workspaceId: 'G1', userId: '1' };
const BOB = { ...ALICE, userId: '2' };
const MESSAGE = {
  key: 'k',
  card: { tone: 'info' as const, title: 'Hello', summary: 'Hello', blocks: [], actions: [] },
};

/** A platform at the end of the line, which answers what the test says. */
function start(answers: { dm: () => SendOutcome }) {
  const time = { now: 0 };
  const calls: string[] = [];
  const discord = {
    async sendDirectMessage({ userId }: { userId: string }) {
      calls.push(`dm ${userId}`);
      return answers.dm();
    },
  } as unknown as ChatPlatform;
  const deps: JobDeps = {
    app: {} as App,
    platforms: new Map([['discord', discord]]),
    mailer: undefined,
    webhooks: uncalled,
    pace: createPace(() => time.now),
    closedAccounts: createClosedAccounts(() => time.now),
    headKeepers: [],
    words: createWords(),
    log: silentLog,
    dueJobs: [],
  };
  return { time, calls, deps };
}

it('asks once about closed direct messages, however many gifts there are', async () => {
  const { time, calls, deps } = start({
    dm: () => ({ status: 'closed', reason: '50007', ends: 'direct-messages' }),
  });

  const outcomes: SendOutcome[] = [];
  for (let gift = 0; gift < 100; gift += 1) outcomes.push(await sendDirect(deps, ALICE, MESSAGE));
  await sendDirect(deps, BOB, MESSAGE);
  await sendDirect(deps, ALICE, MESSAGE, true);
  time.now = 60 * 60_000;
  await sendDirect(deps, ALICE, MESSAGE);

  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['closed']));
  expect(calls).toEqual(['dm 1', 'dm 2', 'dm 1', 'dm 1']);
});

it('does not hammer a platform that blocks us without naming a time', async () => {
  const { time, calls, deps } = start({ dm: () => ({ status: 'later', reason: 'blocked' }) });

  for (; time.now < 10 * 60_000; time.now += 250) {
    await Promise.all(Array.from({ length: 40 }, () => sendDirect(deps, ALICE, MESSAGE)));
  }

  const together = 40;
  expect(calls.length - together).toBeLessThan(10);
});
