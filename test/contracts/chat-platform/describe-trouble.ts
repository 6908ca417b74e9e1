import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '#src/ports/message.ts';
import { CODE, giftCard, SHOWN_CODE, withoutCode } from '../cards.ts';
import type { ChatStage } from '../chat-stage.ts';
import { askForReply, openScene, type Scene, textsSeenBy } from '../open-scene.ts';
import { promised } from './promised.ts';

const gift = { card: giftCard(), key: 'delivery-1' };
const post = { card: withoutCode(gift.card), key: 'post-1' };

type Way = {
  name: string;
  send: (scene: Scene, replyTo: string) => Promise<SendOutcome>;
  readBy: 'alice' | 'bob';
};

const ways: Way[] = [
  {
    name: 'a direct message',
    send: ({ platform, alice }) => platform.sendDirectMessage(alice.user, gift),
    readBy: 'alice',
  },
  {
    name: 'a post',
    send: ({ platform, alice, channelId }) => platform.postToChannel(channelId, alice.user, post),
    readBy: 'alice',
  },
  { name: 'an answer', send: ({ platform }, replyTo) => platform.answer(replyTo, gift), readBy: 'bob' },
];

export function describeTrouble(stage: ChatStage): void {
  describe.each(ways)('trouble with $name', ({ send, readBy }) => {
    let scene: Scene;
    let replyTo: string;
    beforeEach(async () => {
      scene = await openScene(stage);
      replyTo = await askForReply(scene);
    });
    afterEach(() => scene.end());

    async function giftsRead(): Promise<number> {
      const texts = await textsSeenBy(scene, scene[readBy]);
      return texts.filter((text) => text.includes('A gift for you')).length;
    }

    it('is waited out for as long as the platform says', promised(stage, 'a network'), async () => {
      scene.trouble({ kind: 'rate limit', retryAfterMs: 7_000 });

      const outcome = await send(scene, replyTo);

      expect(outcome).toMatchObject({ status: 'later', reason: expect.stringMatching(/./) });
      expect(outcome.status === 'later' && outcome.retryAfterMs).toBeGreaterThan(6_500);
      expect(outcome.status === 'later' && outcome.retryAfterMs).toBeLessThan(9_000);
      expect(await giftsRead()).toBe(0);
    });

    it.each([401, 403, 404] as const)(
      'opens the next way when the platform refuses it with HTTP %d',
      promised(stage, 'a network'),
      async (status) => {
        scene.trouble({ kind: 'refusal', status });

        const outcome = await send(scene, replyTo);

        expect(['closed', 'failed']).toContain(outcome.status);
        expect('reason' in outcome && outcome.reason).toMatch(/./);
        expect(await giftsRead()).toBe(0);
        expectNoCode(outcome);
      },
    );

    it('leaves open what became of it when the platform breaks', promised(stage, 'a network'), async () => {
      scene.trouble({ kind: 'server error' });

      const outcome = await send(scene, replyTo);

      expect(outcome).toEqual({ status: 'unknown', reason: expect.stringMatching(/./) });
      expectNoCode(outcome);
    });

    it('leaves open what became of it when the answer is lost', promised(stage, 'a network'), async () => {
      scene.trouble({ kind: 'lost answer' });

      const outcome = await send(scene, replyTo);

      expect(outcome).toEqual({ status: 'unknown', reason: expect.stringMatching(/./) });
      expect(await giftsRead()).toBe(1);
      expectNoCode(outcome);
    });

    it('is over for the next message', promised(stage, 'a network'), async () => {
      scene.trouble({ kind: 'server error' });
      await send(scene, replyTo);

      expect(await send(scene, replyTo)).toMatchObject({ status: 'sent' });
      expect(await giftsRead()).toBe(1);
    });

    it('may be tried again when nobody listens: nothing was sent', promised(stage, 'a network'), async () => {
      await scene.platform.stop();
      await scene.goAway();

      const outcome = await send(scene, replyTo);

      expect(outcome).toMatchObject({ status: 'later', reason: expect.stringMatching(/./) });
      expect(outcome.status === 'later' && outcome.retryAfterMs).toBeGreaterThan(0);
      expectNoCode(outcome);
    });
  });

  describe('a platform that goes while it is connected', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    it('can be stopped while it is away', promised(stage, 'a network'), async () => {
      await scene.goAway();

      expect(await msToStop(scene)).toBeLessThan(8_000);
    });

    // What is left behind would break with the connections when the scene ends, and the run with it.
    it('can be stopped while it says nothing', promised(stage, 'a network'), async () => {
      await scene.goSilent();

      expect(await msToStop(scene)).toBeLessThan(8_000);
    });
  });

  describe('a platform that is away', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage, { isStarted: false });
      if (stage.waives['a network'] === undefined) await scene.goAway();
    });
    afterEach(() => scene.end());

    it('makes nobody unknown: looking somebody up throws', promised(stage, 'a network'), async () => {
      await expect(scene.platform.findUser(scene.alice.user)).rejects.toThrow(/./);
    });

    it('is told by the doctor, with what to do', promised(stage, 'a network'), async () => {
      const findings = await scene.platform.check();

      expect(findings).toContainEqual(
        expect.objectContaining({ level: 'problem', fix: expect.stringMatching(/./) }),
      );
    });

    it('cannot be started, and can be stopped', promised(stage, 'a network'), async () => {
      await expect(scene.platform.start(scene.host)).rejects.toThrow(/./);
      await scene.platform.stop();

      expect(scene.host.workspaces).toEqual([]);
    });
  });
}

async function msToStop({ platform }: Scene): Promise<number> {
  const stoppedAt = performance.now();
  await platform.stop();
  return performance.now() - stoppedAt;
}

function expectNoCode(outcome: SendOutcome): void {
  expect(JSON.stringify(outcome)).not.toMatch(new RegExp(`${CODE}|${SHOWN_CODE}`));
}
