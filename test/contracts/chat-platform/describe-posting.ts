import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, card } from '../cards.ts';
import type { ChatStage } from '../chat-stage.ts';
import { hostileTexts } from '../hostile-texts.ts';
import { openScene, type Scene } from '../open-scene.ts';
import { promised } from './promised.ts';

export function describePosting(stage: ChatStage): void {
  describe('posting for all', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    const post = { card: card('Bob thanks Alice', { actions: [button('Applaud')] }), key: 'post-1' };

    it('is read by everybody in the channel, and notifies those that it names and nobody else', async () => {
      const { alice, bob, carol, dave, platform, channelId } = scene;
      const mentions = [alice.user.userId, carol.user.userId];

      const outcome = await platform.postForAll({ channelId, mentions }, post);

      expect(outcome).toMatchObject({ status: 'sent', placed: { place: expect.stringMatching(/./) } });
      for (const reader of [alice, bob, dave]) {
        const [seen, ...others] = await scene.see(reader);
        expect(others).toEqual([]);
        expect(seen).toMatchObject({ place: 'channel', buttons: ['Applaud'] });
        expect(seen?.text).toContain('Bob thanks Alice');
        expect(seen?.mentions.toSorted()).toEqual(mentions.toSorted());
      }
    });

    it('notifies nobody where it names nobody, whatever people wrote', async () => {
      const { bob, platform, channelId } = scene;

      for (const [index, text] of Object.values(hostileTexts).entries()) {
        await platform.postForAll({ channelId, mentions: [] }, { card: card(text), key: `post-${index}` });
      }

      for (const { mentions } of await scene.see(bob)) expect(mentions).toEqual([]);
    });

    it('takes no mention that is no user of its own', async () => {
      const { bob, platform, channelId } = scene;

      await platform.postForAll({ channelId, mentions: ['!channel', 'everyone> <@1'] }, post);

      for (const { mentions } of await scene.see(bob)) {
        expect(mentions.filter((one) => /channel|everyone|here/u.test(one))).toEqual([]);
      }
    });

    it('is replaced in its place, for all, with the same mentions', async () => {
      const { alice, bob, carol, platform, channelId } = scene;
      const mentions = [alice.user.userId, carol.user.userId];
      const outcome = await platform.postForAll({ channelId, mentions }, post);
      if (outcome.status !== 'sent' || !outcome.placed) throw new Error('it was not posted');

      await platform.updateMessage(outcome.placed.place, { card: card('It was taken back'), key: 'card-1' });

      const [seen, ...others] = await scene.see(bob);
      expect(others).toEqual([]);
      expect(seen).toMatchObject({ text: expect.stringContaining('It was taken back'), buttons: [] });
      expect(seen?.mentions.toSorted()).toEqual(mentions.toSorted());
    });

    it('answers an earlier post below it', async () => {
      const { bob, platform, channelId } = scene;
      const outcome = await platform.postForAll({ channelId, mentions: [] }, post);
      if (outcome.status !== 'sent' || !outcome.placed) throw new Error('it was not posted');

      const below = await platform.postForAll(
        { channelId, mentions: [], under: outcome.placed.place },
        { card: card('My pleasure'), key: 'post-2' },
      );

      expect(below).toMatchObject({ status: 'sent' });
      expect((await scene.see(bob)).map(({ text }) => text)).toEqual(
        expect.arrayContaining([expect.stringContaining('My pleasure')]),
      );
    });

    it('posts nothing in a channel that is not there', async () => {
      const { bob, nobody, platform } = scene;

      const outcome = await platform.postForAll({ channelId: nobody.user.userId, mentions: [] }, post);

      expect(['closed', 'failed']).toContain(outcome.status);
      expect(await scene.see(bob)).toEqual([]);
    });

    it('waits for as long as the platform says', promised(stage, 'a network'), async () => {
      scene.trouble({ kind: 'rate limit', retryAfterMs: 7_000 });

      const outcome = await scene.platform.postForAll({ channelId: scene.channelId, mentions: [] }, post);

      expect(outcome.status).toBe('later');
      expect(outcome.status === 'later' && outcome.retryAfterMs).toBeGreaterThanOrEqual(7_000);
    });
  });
}
