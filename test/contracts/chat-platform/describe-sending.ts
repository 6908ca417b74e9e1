import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, card, giftCard, SHOWN_CODE, withoutCode } from '../cards.ts';
import type { ChatStage } from '../chat-stage.ts';
import { askForReply, openScene, type Scene, textsSeenBy, untilSeen } from '../open-scene.ts';
import { promised } from './promised.ts';

const gift = { card: giftCard(), key: 'delivery-1' };

export function describeSending(stage: ChatStage): void {
  describe('sending', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage, { isStarted: false });
    });
    afterEach(() => scene.end());

    it('brings a direct message with all that is in it, to nobody else, and works before the start', async () => {
      const { alice, bob, platform } = scene;

      const outcome = await platform.sendDirectMessage(alice.user, gift);

      expect(outcome).toMatchObject({ status: 'sent', messageId: expect.stringMatching(/./) });
      const [message, ...others] = await scene.see(alice);
      expect(others).toEqual([]);
      expect(message?.place).toBe('direct');
      const words = ['A gift for you', 'You may spend it today', 'Thank you for the launch', SHOWN_CODE];
      for (const part of [...words, 'two fifths are left', 'Amount', '25.00 EUR']) {
        expect(message?.text).toContain(part);
      }
      expect(await scene.see(bob)).toEqual([]);
    });

    it('says in the notification what the card says there, and never a code', async () => {
      const { alice, platform } = scene;

      await platform.sendDirectMessage(alice.user, gift);

      const [message] = await scene.see(alice);
      expect(message?.notification).toContain('Bob sent you a gift');
      expect(message?.notification.replaceAll(/\W/g, '')).not.toContain('QW3R');
    });

    it('keeps deliveries apart by their keys and their readers', async () => {
      const { alice, bob, platform, channelId } = scene;

      await platform.sendDirectMessage(alice.user, gift);
      await platform.sendDirectMessage(alice.user, { ...gift, key: 'delivery-2' });
      await platform.sendDirectMessage(bob.user, gift);
      await platform.postToChannel(channelId, bob.user, { card: card('Look'), key: gift.key });

      expect(await scene.see(alice)).toHaveLength(3);
      expect(await scene.see(bob)).toHaveLength(2);
    });

    it('shows a delivery that is sent twice once', promised(stage, 'one message a key'), async () => {
      const { alice, platform, channelId } = scene;
      const post = { card: withoutCode(gift.card), key: 'post-1' };

      const first = await platform.sendDirectMessage(alice.user, gift);
      const second = await platform.sendDirectMessage(alice.user, gift);
      const posted = await platform.postToChannel(channelId, alice.user, post);
      const postedAgain = await platform.postToChannel(channelId, alice.user, post);

      expect([second, postedAgain]).toEqual([first, posted]);
      expect(await scene.see(alice)).toHaveLength(2);
    });

    it('takes the next channel when direct messages are closed, or there is nobody to take them', async () => {
      const { alice, robot, nobody, platform } = scene;
      scene.closeDirectMessages(alice);

      const outcomes = await Promise.all(
        [alice, robot, nobody].map(({ user }) => platform.sendDirectMessage(user, gift)),
      );

      const closed = { status: 'closed', reason: expect.stringMatching(/./) };
      expect(outcomes).toMatchObject([closed, closed, closed]);
      expect(await scene.see(alice)).toEqual([]);
    });

    it('posts in a channel for all to read, and mentions the one person', async () => {
      const { alice, bob, platform, channelId } = scene;
      const post = card('A gift is waiting', { actions: [button('Claim')] });

      const outcome = await platform.postToChannel(channelId, alice.user, { card: post, key: 'p' });

      expect(outcome).toMatchObject({ status: 'sent', messageId: expect.stringMatching(/./) });
      for (const reader of [alice, bob]) {
        expect(await scene.see(reader)).toMatchObject([
          { place: 'channel', mentions: [alice.user.userId], buttons: ['Claim'] },
        ]);
      }
    });

    it('posts nothing in a channel that is not there', async () => {
      const { alice, bob, platform, nobody } = scene;

      const outcome = await platform.postToChannel(nobody.user.userId, alice.user, gift);

      expect(['closed', 'failed']).toContain(outcome.status);
      expect(await scene.see(bob)).toEqual([]);
    });

    it('sends many messages at once', async () => {
      const { alice, bob, carol, platform } = scene;
      const deliveries = Array.from({ length: 24 }, (_, index) => ({ ...gift, key: `delivery-${index}` }));

      const outcomes = await Promise.all(
        deliveries.map((message, index) =>
          platform.sendDirectMessage(([alice, bob, carol][index % 3] ?? bob).user, message),
        ),
      );

      expect(outcomes.map(({ status }) => status)).toEqual(deliveries.map(() => 'sent'));
      expect(await scene.see(carol)).toHaveLength(8);
    });

    it('finds people and bots, and not nobody', async () => {
      const { alice, robot, nobody, platform } = scene;

      expect(await platform.findUser(alice.user)).toMatchObject({
        name: expect.stringMatching(/alice/i),
        isBot: false,
        isDeactivated: false,
      });
      expect(await platform.findUser(robot.user)).toMatchObject({ isBot: true });
      expect(await platform.findUser(nobody.user)).toBeUndefined();
    });

    it('knows who left, and does not write to them', promised(stage, 'people who left'), async () => {
      const { gone, platform } = scene;
      if (!gone) throw new Error('the stage has nobody who left, and does not say why');

      expect(await platform.findUser(gone.user)).toMatchObject({ isDeactivated: true });
      expect(await platform.sendDirectMessage(gone.user, gift)).toMatchObject({ status: 'closed' });
    });
  });

  describe('answering later', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    it.each(['channel', 'direct'] as const)('shows the card where it was asked (%s)', async (place) => {
      const { alice, carol, bob, platform } = scene;
      const replyTo = await askForReply(scene, place);

      const outcome = await platform.answer(replyTo, gift);

      expect(outcome).toMatchObject({ status: 'sent', messageId: expect.stringMatching(/./) });
      expect(await untilSeen(scene, bob, SHOWN_CODE)).toMatchObject({ place, mentions: [] });
      expect([...(await scene.see(alice)), ...(await scene.see(carol))]).toEqual([]);
    });

    it('takes the place of what was said', promised(stage, 'one answer a command'), async () => {
      const { bob, platform } = scene;
      const replyTo = await askForReply(scene);
      const [done] = await scene.see(bob);

      await platform.answer(replyTo, { card: card('First'), key: 'a1' });
      await platform.answer(replyTo, { card: card('Second'), key: 'a2' });

      expect(await scene.see(bob)).toMatchObject([{ id: done?.id, text: expect.stringContaining('Second') }]);
    });

    it('is never lost: the last word is there', async () => {
      const { bob, platform } = scene;
      const replyTo = await askForReply(scene);

      await platform.answer(replyTo, { card: card('First'), key: 'a1' });
      await platform.answer(replyTo, { card: card('Second'), key: 'a2' });

      expect((await textsSeenBy(scene, bob)).at(-1)).toContain('Second');
    });

    it('is closed once the platform no longer allows it', async () => {
      const { bob, platform } = scene;
      const replyTo = await askForReply(scene);

      scene.passTime(60 * 60_000);

      expect(await platform.answer(replyTo, gift)).toMatchObject({ status: 'closed' });
      expect(await scene.see(bob)).toHaveLength(1);
    });

    it.each(['', 'none of ours', '{}', 'null', '[]', '{"token":"x"}'])(
      'sends nothing to %j',
      async (place) => {
        const outcome = await scene.platform.answer(place, gift);

        expect(['closed', 'failed']).toContain(outcome.status);
      },
    );
  });
}
