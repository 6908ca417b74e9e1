import { expect, it } from 'vitest';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { createPace } from '#src/kit/pace.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import { createLookUps } from '#src/process/look-ups.ts';

const ALICE = { platform: 'slack', workspaceId: 'T1', userId: 'U1' };
const TEAM = { platform: 'slack', workspaceId: 'T1', groupId: 'S1' };

/** A platform that refuses look-ups of people for a while. */
function start() {
  const time = { now: 0 };
  const asked: string[] = [];
  const answers: (AskLater | undefined)[] = [];
  const slack = {
    async findUser({ userId }: { userId: string }) {
      asked.push(userId);
      const fault = answers.shift();
      if (fault) throw fault;
      return { name: userId, isBot: false, isDeactivated: false };
    },
    async findGroupMembers(_: unknown, most?: number) {
      return { size: most ?? 0 };
    },
  } as unknown as ChatPlatform;
  const lookUps = createLookUps({
    pace: createPace(() => time.now),
    platforms: async () => new Map([['slack', slack]]),
  });
  return { time, asked, answers, lookUps };
}

it('asks nobody before the time that the platform named, but about groups, which have their own limit', async () => {
  const { time, asked, answers, lookUps } = start();
  answers.push(new AskLater('ratelimited', { retryAfterMs: 30_000 }));

  await expect(lookUps.findChatUser(ALICE)).rejects.toThrow('ratelimited');
  time.now = 29_000;
  const early = await lookUps.findChatUser({ ...ALICE, userId: 'U2' }).catch((fault: unknown) => fault);
  const members = await lookUps.findChatGroup(TEAM, 100);
  time.now = 30_000;
  const found = await lookUps.findChatUser(ALICE);

  expect(early).toBeInstanceOf(AskLater);
  expect(early).toMatchObject({ retryAfterMs: expect.any(Number) as number });
  expect(members).toEqual({ size: 100 });
  expect(found?.name).toBe('U1');
  expect(asked).toEqual(['U1', 'U1']);
});

it('asks again after a growing time where the platform named none', async () => {
  const { time, asked, answers, lookUps } = start();
  answers.push(new AskLater('no answer'), new AskLater('no answer'));

  await lookUps.findChatUser(ALICE).catch(() => undefined);
  time.now = 5_000;
  await lookUps.findChatUser(ALICE).catch(() => undefined);
  time.now = 14_999;
  await lookUps.findChatUser(ALICE).catch(() => undefined);
  expect(asked).toHaveLength(2);
  time.now = 15_000;

  expect(await lookUps.findChatUser(ALICE)).toBeDefined();
});

it('knows nobody on a platform that is not in use', async () => {
  const { lookUps } = start();

  expect(await lookUps.findChatUser({ ...ALICE, platform: 'discord' })).toBeUndefined();
});
