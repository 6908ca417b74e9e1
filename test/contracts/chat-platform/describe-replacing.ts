import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '#src/ports/message.ts';
import { must } from '#src/domain/kit/must.ts';
import { button, card, settling } from '../cards.ts';
import type { ChatStage } from '../chat-stage.ts';
import { openScene, type Scene, typedBy, until, untilSeen } from '../open-scene.ts';
import { promised } from './promised.ts';

const asked = { card: card('500 for Bob?', { actions: [button('Approve')] }), key: 'ask-1' };
const decided = { card: card('Carol approved 500 for Bob'), key: 'card-1' };

export function describeReplacing(stage: ChatStage): void {
  describe('replacing a message', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    async function sendAsked(): Promise<string> {
      return placeOf(await scene.platform.sendDirectMessage(scene.alice.user, asked));
    }

    it('puts another card where it stood, without the buttons', async () => {
      const { alice, platform } = scene;
      const place = await sendAsked();
      const [before] = await scene.see(alice);

      const outcome = await platform.updateMessage(place, decided);

      expect(outcome).toMatchObject({ status: 'sent' });
      const [after, ...others] = await scene.see(alice);
      expect(others).toEqual([]);
      expect(after).toMatchObject({ id: before?.id, place: 'direct', buttons: [] });
      expect(after?.text).toContain('Carol approved 500 for Bob');
      expect(`${after?.text} ${after?.notification}`).not.toContain('500 for Bob?');
    });

    it('done twice, is the same', async () => {
      const { alice, platform } = scene;
      const place = await sendAsked();

      await platform.updateMessage(place, decided);
      const before = await scene.see(alice);
      await platform.updateMessage(place, decided);

      expect(await scene.see(alice)).toEqual(before);
    });

    it('works for a post in a channel, for all who read it, and notifies nobody anew', async () => {
      const { alice, bob, platform, channelId } = scene;
      const post = { card: card('A gift is waiting', { actions: [button('Claim')] }), key: 'p' };
      const place = placeOf(await platform.postToChannel(channelId, alice.user, post));

      await platform.updateMessage(place, { card: card('Nothing is waiting'), key: 'card-2' });

      for (const reader of [alice, bob]) {
        expect(await scene.see(reader)).toMatchObject([
          { text: expect.stringContaining('Nothing is waiting'), mentions: [alice.user.userId], buttons: [] },
        ]);
      }
    });

    it(
      'works for the answer to a command, where it can',
      promised(stage, 'one answer a command'),
      async () => {
        const { bob, host, platform } = scene;
        host.answerWith(card('Your balance', { actions: [button('Add')] }));
        await scene.type(typedBy(bob, { about: scene.alice }));
        const { placed } = await until(() => must(host.shown[0], 'what was shown'));

        await platform.updateMessage(placed.place, { card: card('All is added'), key: 'card-3' });

        expect(await scene.see(bob)).toMatchObject([
          { text: expect.stringContaining('All is added'), buttons: [] },
        ]);
      },
    );

    it('works for what a press left in the place of its message', async () => {
      const { alice, host, platform } = scene;
      await sendAsked();
      host.answerWith(settling('Approved, and may be undone', { actions: [button('Undo')] }));
      await scene.press(alice, await untilSeen(scene, alice, '500 for Bob?'), 'Approve');
      const { placed } = await until(() => must(host.shown[0], 'what was shown'));

      await platform.updateMessage(placed.place, { card: card('Approved for good'), key: 'card-4' });

      expect(await scene.see(alice)).toMatchObject([
        { text: expect.stringContaining('Approved for good'), buttons: [] },
      ]);
    });

    it('is over once the message is gone', async () => {
      const { alice, platform } = scene;
      const place = await sendAsked();
      const [message] = await scene.see(alice);
      if (!scene.deleteMessage) return;
      scene.deleteMessage(must(message, 'message'));

      expect(await platform.updateMessage(place, decided)).toMatchObject({ status: 'closed' });
      expect(await scene.see(alice)).toEqual([]);
    });

    it.each(['', 'none of ours', '{}', 'null', '[]', '{"token":"x"}'])(
      'replaces nothing at %j',
      async (place) => {
        const outcome = await scene.platform.updateMessage(place, decided);

        expect(['closed', 'failed']).toContain(outcome.status);
      },
    );

    it('waits for as long as the platform says', promised(stage, 'a network'), async () => {
      const place = await sendAsked();
      scene.trouble({ kind: 'rate limit', retryAfterMs: 7_000 });

      const outcome = await scene.platform.updateMessage(place, decided);

      expect(outcome.status === 'later' && outcome.retryAfterMs).toBeGreaterThan(6_500);
      expect(outcome.status === 'later' && outcome.retryAfterMs).toBeLessThan(9_000);
      expect(await scene.see(scene.alice)).toMatchObject([{ buttons: ['Approve'] }]);
    });

    it('may be tried again when the platform breaks', promised(stage, 'a network'), async () => {
      const place = await sendAsked();
      scene.trouble({ kind: 'server error' });

      const broken = await scene.platform.updateMessage(place, decided);
      const again = await scene.platform.updateMessage(place, decided);

      expect(broken).toMatchObject({ status: 'unknown' });
      expect(again).toMatchObject({ status: 'sent' });
    });
  });
}

function placeOf(outcome: SendOutcome): string {
  if (outcome.status !== 'sent' || !outcome.placed) throw new Error(`not to be replaced: ${outcome.status}`);
  return outcome.placed.place;
}
