import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCode } from '#src/domain/gift/code-format.ts';
import type { Card } from '#src/ports/message.ts';
import { anyCard } from '../any-card.ts';
import { cardSaying, withoutCode } from '../cards.ts';
import type { Actor, ChatStage, Seen } from '../chat-stage.ts';
import { hostileTexts } from '../hostile-texts.ts';
import { askForReply, openScene, type Scene } from '../open-scene.ts';

/** With one of these, an amount can read backwards. */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/u;

export function describeUntrustedText(stage: ChatStage): void {
  describe('what people type', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    it.each(Object.entries(hostileTexts))('harms nothing and hides no code: %s', async (name, text) => {
      await expectHarmless(scene, cardSaying(text), name);

      expect(scene.violations()).toEqual([]);
    });

    it('harms nothing and hides no code, whatever it is', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(anyCard(), async (card) => {
          run += 1;
          await expectHarmless(scene, card, `run-${run}`);
        }),
        { numRuns: 10 },
      );

      expect(scene.violations()).toEqual([]);
    });
  });
}

/** Sends the card in each way that there is and looks at it with the eyes of those who see it. */
async function expectHarmless(scene: Scene, card: Card, key: string): Promise<void> {
  const { platform, alice, bob, channelId } = scene;
  const replyTo = await askForReply(scene);
  const newToAlice = await watch(scene, alice);
  const newToBob = await watch(scene, bob);

  const outcomes = [
    await platform.sendDirectMessage(alice.user, { card, key: `${key}-dm` }),
    await platform.postToChannel(channelId, alice.user, { card: withoutCode(card), key: `${key}-post` }),
    await platform.answer(replyTo, { card, key: `${key}-answer` }),
  ];

  expect({ outcomes, violations: scene.violations() }).toMatchObject({
    outcomes: [{ status: 'sent' }, { status: 'sent' }, { status: 'sent' }],
    violations: [],
  });
  const [direct, ...others] = await newToAlice('direct');
  const [answer] = (await newToBob('channel')).filter(({ mentions }) => mentions.length === 0);
  expect(others).toEqual([]);
  for (const message of [direct, answer]) expectSafe(message, card);
  for (const message of [direct, answer]) expect(message?.text).not.toMatch(REORDERING);
  expect(direct?.mentions).toEqual([]);
  expect(await newToAlice('channel')).toMatchObject([{ mentions: [alice.user.userId] }]);
}

async function watch(scene: Scene, person: Actor): Promise<(place: Seen['place']) => Promise<Seen[]>> {
  const known = new Set((await scene.see(person)).map(asText));
  return async (place) => {
    const shown = await scene.see(person);
    return shown.filter((message) => message.place === place && !known.has(asText(message)));
  };
}

/** A message that was replaced is another one. */
function asText({ id, text, buttons }: Seen): string {
  return JSON.stringify([id, text, buttons]);
}

function expectSafe(message: Seen | undefined, card: Card): void {
  expect(message?.buttons).toHaveLength(card.actions.length);
  for (const block of card.blocks) {
    if (block.kind !== 'code') continue;
    expect(message?.text).toContain(formatCode(block.code));
    expect(message?.notification).not.toContain(block.code.reveal());
    expect(message?.notification).not.toContain(formatCode(block.code));
  }
}
