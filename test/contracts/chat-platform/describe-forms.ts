import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, card, settling } from '../cards.ts';
import type { ChatStage, Seen } from '../chat-stage.ts';
import { openScene, type Scene, textsSeenBy, typedBy, untilSeen } from '../open-scene.ts';

const VALUE = '2f1c:gift#2 ünï';
const decline = button('Decline', { id: 'decline', value: VALUE, style: 'danger' });

export function describeForms(stage: ChatStage): void {
  describe('a button with a form', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    async function sendQuestion(): Promise<Seen> {
      const { alice, platform } = scene;
      const question = card('500 for Bob?', { actions: [button('Approve'), decline] });
      await platform.sendDirectMessage(alice.user, { card: question, key: 'ask-1' });
      return untilSeen(scene, alice, '500 for Bob?');
    }

    it('opens it, and says to the host what was written once it is handed in', async () => {
      const { alice, bob, host } = scene;

      const form = await scene.openForm(alice, await sendQuestion(), 'Decline');
      expect(host.presses).toEqual([]);
      await form.submit({ Why: 'too *much* <for> now & ünï\nnext quarter' });

      await untilSeen(scene, alice, 'Done');
      expect(form.title).toMatch(/^Decline <this>/);
      expect(form.fields).toEqual([
        { label: 'Why', isRequired: true, isLong: true },
        { label: 'Note to finance', isRequired: false, isLong: false },
      ]);
      expect(host.presses).toMatchObject([
        {
          actionId: 'decline',
          value: VALUE,
          caller: alice.user,
          channelId: null,
          fields: { reason: 'too *much* <for> now & ünï\nnext quarter', note: '' },
        },
      ]);
      expect(await scene.see(bob)).toEqual([]);
    });

    it('works on the answer to a command, is answered to its caller alone, and can be answered later, too', async () => {
      const { alice, bob, channelId, host, platform } = scene;
      host.answerWith(card('Take it back?', { actions: [decline] }));
      await scene.type(typedBy(bob, { about: alice }));
      const question = await untilSeen(scene, bob, 'Take it back?');
      host.answerWith(card('Taken back'));

      const form = await scene.openForm(bob, question, 'Decline');
      await form.submit({ Why: 'a slip', 'Note to finance': 'none' });
      await untilSeen(scene, bob, 'Taken back');
      const [press] = host.presses;
      const later = await platform.answer(press?.replyTo ?? '', { card: card('Alice knows'), key: 'later' });

      expect(later.status).toBe('sent');
      await untilSeen(scene, bob, 'Alice knows');
      expect(host.presses).toMatchObject([{ channelId, fields: { reason: 'a slip', note: 'none' } }]);
      expect(await textsSeenBy(scene, alice)).toEqual([]);
    });

    it('goes with its card once what is handed in settles that', async () => {
      const { alice, host } = scene;
      const question = await sendQuestion();
      const form = await scene.openForm(alice, question, 'Decline');
      const whileOpen = await scene.see(alice);
      host.answerWith(settling('Alice declined it'));

      await form.submit({ Why: 'too much' });

      const declined = await untilSeen(scene, alice, 'Alice declined it');
      expect(whileOpen).toEqual([question]);
      expect(await scene.see(alice)).toEqual([declined]);
      expect(declined).toMatchObject({ id: question.id, buttons: [] });
    });

    it('stays when what is handed in settles nothing', async () => {
      const { alice, host } = scene;
      const question = await sendQuestion();
      host.answerWith(card('You may not decide this'));

      await (await scene.openForm(alice, question, 'Decline')).submit({ Why: 'too much' });

      await untilSeen(scene, alice, 'You may not decide this');
      expect(await scene.see(alice)).toContainEqual(question);
    });

    it('hands nothing in while a required field is empty or a text is too long', async () => {
      const { alice, host } = scene;
      const form = await scene.openForm(alice, await sendQuestion(), 'Decline');

      await expect(form.submit({ 'Note to finance': 'x' })).rejects.toThrow(/Why/);
      await expect(form.submit({ Why: 'x', 'Note to finance': 'x'.repeat(41) })).rejects.toThrow(/too long/);

      expect(host.presses).toEqual([]);
    });

    it('opens nothing for other buttons of the same card', async () => {
      const { alice, host } = scene;

      await scene.press(alice, await sendQuestion(), 'Approve');

      await untilSeen(scene, alice, 'Done');
      expect(host.presses).toMatchObject([{ actionId: 'claim' }]);
      expect(host.presses[0]).not.toHaveProperty('fields');
    });
  });
}
