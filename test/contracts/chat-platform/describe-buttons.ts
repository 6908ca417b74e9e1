import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, card, giftCard, settling, SHOWN_CODE } from '../cards.ts';
import type { ChatStage } from '../chat-stage.ts';
import { openScene, type Scene, textsSeenBy, typedBy, until, untilSeen } from '../open-scene.ts';

const claim = card('A gift is waiting', { actions: [button('Claim')] });

export function describeButtons(stage: ChatStage): void {
  describe('a button', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    async function postClaim() {
      const { alice, platform, channelId } = scene;
      const posted = await platform.postToChannel(channelId, alice.user, { card: claim, key: 'claim-1' });
      expect(posted.status).toBe('sent');
      return untilSeen(scene, alice, 'A gift is waiting');
    }

    it('in a channel says to the host which it is, and shows its answer to the presser alone', async () => {
      const { alice, bob, host, channelId } = scene;
      host.answerWith(giftCard());

      await scene.press(alice, await postClaim(), 'Claim');

      const answer = await untilSeen(scene, alice, 'A gift for you');
      expect(answer.text).toContain(SHOWN_CODE);
      expect(answer.mentions).toEqual([]);
      expect(host.presses).toMatchObject([
        { actionId: 'claim', value: 'gift-1', caller: alice.user, channelId },
      ]);
      expect(await textsSeenBy(scene, bob)).toEqual([expect.stringContaining('A gift is waiting')]);
    });

    it('names who pressed it when that is somebody else than the one it is for', async () => {
      const { alice, bob, host } = scene;
      host.answerWith(card('This is not for you'));

      await scene.press(bob, await postClaim(), 'Claim');

      await untilSeen(scene, bob, 'This is not for you');
      expect(host.presses).toMatchObject([{ caller: bob.user }]);
      expect(await textsSeenBy(scene, alice)).toEqual([expect.stringContaining('A gift is waiting')]);
    });

    it('in a direct message happens in no channel', async () => {
      const { alice, bob, host, platform } = scene;
      await platform.sendDirectMessage(alice.user, { card: claim, key: 'claim-1' });

      await scene.press(alice, await untilSeen(scene, alice, 'A gift is waiting'), 'Claim');

      await untilSeen(scene, alice, 'Done');
      expect(host.presses).toMatchObject([{ actionId: 'claim', caller: alice.user, channelId: null }]);
      expect(await scene.see(bob)).toEqual([]);
    });

    it('works on the answer to a command', async () => {
      const { alice, bob, host } = scene;
      host.answerWith(card('Give to three?', { actions: [button('Give', { id: 'confirm', value: 'r1' })] }));
      await scene.type(typedBy(bob, { about: alice }));
      const question = await untilSeen(scene, bob, 'Give to three?');
      host.answerWith(card('Given to three'));

      await scene.press(bob, question, 'Give');

      await untilSeen(scene, bob, 'Given to three');
      expect(host.presses).toMatchObject([{ actionId: 'confirm', value: 'r1', caller: bob.user }]);
      expect(await scene.see(alice)).toEqual([]);
    });

    it('in a direct message goes once its press settles the card, which makes way for the answer', async () => {
      const { alice, host, platform } = scene;
      const question = card('500 for Bob?', {
        actions: [button('Approve'), button('Later', { value: 'x' })],
      });
      await platform.sendDirectMessage(alice.user, { card: question, key: 'ask-1' });
      const asked = await untilSeen(scene, alice, '500 for Bob?');
      host.answerWith(settling('Alice approved 500 for Bob'));

      await scene.press(alice, asked, 'Approve');

      const decided = await untilSeen(scene, alice, 'Alice approved 500 for Bob');
      expect(await scene.see(alice)).toEqual([decided]);
      expect(decided).toMatchObject({ id: asked.id, place: 'direct', buttons: [] });
      expect(`${decided.text} ${decided.notification}`).not.toContain('500 for Bob?');
    });

    it('on the answer to a command goes likewise, and more can be told there later', async () => {
      const { alice, bob, host, platform } = scene;
      host.answerWith(
        card('Give to three?', { actions: [button('Give'), button('Cancel', { id: 'cancel' })] }),
      );
      await scene.type(typedBy(bob, { about: alice }));
      const question = await untilSeen(scene, bob, 'Give to three?');
      host.answerWith(settling('On its way'));

      await scene.press(bob, question, 'Give');
      const confirmed = await untilSeen(scene, bob, 'On its way');
      const later = { card: card('Given to three'), key: 'later' };
      const told = await platform.answer(host.presses[0]?.replyTo ?? '', later);

      expect(told.status).toBe('sent');
      await untilSeen(scene, bob, 'Given to three');
      expect(confirmed).toMatchObject({ id: question.id, buttons: [] });
      expect(await scene.see(bob)).toMatchObject([{ id: question.id, buttons: [] }]);
      expect(await scene.see(alice)).toEqual([]);
    });

    it('in a channel goes for everybody who sees it', async () => {
      const { alice, bob, host } = scene;
      const message = await postClaim();
      host.answerWith(settling('It is claimed'));

      await scene.press(alice, message, 'Claim');

      await untilSeen(scene, alice, 'It is claimed');
      for (const person of [alice, bob]) {
        expect(await scene.see(person)).toMatchObject([{ id: message.id, buttons: [] }]);
      }
    });

    it('stays while its press settles nothing, and can be pressed again', async () => {
      const { alice, host } = scene;
      const message = await postClaim();
      host.answerWith(card('Not yet'));
      await scene.press(alice, message, 'Claim');
      await untilSeen(scene, alice, 'Not yet');
      host.answerWith(settling('It is claimed'));

      const shown = await untilSeen(scene, alice, 'A gift is waiting');
      await scene.press(alice, shown, 'Claim');

      await untilSeen(scene, alice, 'It is claimed');
      expect(shown.buttons).toEqual(['Claim']);
      expect(host.presses).toHaveLength(2);
    });

    it('is told apart from another of its kind, whatever its value', async () => {
      const { alice, host, platform } = scene;
      const values = ['2f1c:gift#2', 'gift-1', 'ünï "cöde" <&>'];
      const actions = values.map((value, index) => button(`Take ${index + 1}`, { value, style: 'plain' }));
      await platform.sendDirectMessage(alice.user, { card: card('Choose', { actions }), key: 'k' });
      const message = await untilSeen(scene, alice, 'Choose');

      for (const label of message.buttons) await scene.press(alice, message, label);

      await until(() => expect(host.presses).toHaveLength(3));
      expect(message.buttons).toEqual(['Take 1', 'Take 2', 'Take 3']);
      expect(host.presses.map(({ actionId }) => actionId)).toEqual(['claim', 'claim', 'claim']);
      expect(host.presses.map(({ value }) => value)).toEqual(values);
      expect(new Set(host.presses.map(({ requestId }) => requestId)).size).toBe(3);
    });

    it('is answered when its answer takes a while', async () => {
      const { alice, host } = scene;
      const message = await postClaim();
      host.answerWith(card('At last'));
      const release = host.hold();

      const pressing = scene.press(alice, message, 'Claim');
      await until(() => expect(host.presses).toHaveLength(1));
      release();
      await pressing;

      await untilSeen(scene, alice, 'At last');
    });

    it('can be answered later, too', async () => {
      const { alice, bob, host, platform } = scene;
      await scene.press(alice, await postClaim(), 'Claim');
      await untilSeen(scene, alice, 'Done');

      const answered = await platform.answer(host.presses[0]?.replyTo ?? '', {
        card: giftCard(),
        key: 'later',
      });

      expect(answered.status).toBe('sent');
      await untilSeen(scene, alice, SHOWN_CODE);
      expect(await textsSeenBy(scene, bob)).toEqual([expect.stringContaining('A gift is waiting')]);
    });
  });
}
