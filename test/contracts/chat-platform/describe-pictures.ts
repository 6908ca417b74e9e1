import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAnswer } from '#src/ports/chat.ts';
import { card } from '../cards.ts';
import type { ChatStage, Trouble } from '../chat-stage.ts';
import { openScene, type Scene, typedBy, until, untilSeen } from '../open-scene.ts';
import { promised } from './promised.ts';

/** The smallest picture there is. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const ALT = 'Bars: Design gave the most, "$5.00" of $8.00 & more';

function withChart(title: string, chart: NonNullable<ChatAnswer['chart']> = drawn): ChatAnswer {
  return { ...card(title), chart };
}

async function drawn() {
  return { name: 'given-2026-11.png', png: PNG, alt: ALT };
}

export function describePictures(stage: ChatStage): void {
  describe('a picture', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    it.each(['channel', 'direct'] as const)(
      'comes to whoever asked, and to nobody else, with what it shows in words (%s)',
      async (place) => {
        const { alice, bob, carol, host } = scene;
        host.answerWith(withChart('Given in November'));

        await scene.type(typedBy(bob, { about: alice, place }));

        await untilSeen(scene, bob, 'Given in November');
        await until(async () => expect(await scene.pictures(bob)).toHaveLength(1));
        expect(await scene.pictures(bob)).toEqual([{ png: Buffer.from(PNG, 'base64'), alt: ALT }]);
        expect([...(await scene.pictures(alice)), ...(await scene.pictures(carol))]).toEqual([]);
      },
    );

    it('is waited for by nobody: the figures are there before it', async () => {
      const { alice, bob, host } = scene;
      const gate = new EventEmitter();
      const isOpen = once(gate, 'open');
      host.answerWith(withChart('Given in November', () => isOpen.then(drawn)));

      const typing = scene.type(typedBy(bob, { about: alice }));
      await untilSeen(scene, bob, 'Given in November');
      const before = await scene.pictures(bob);
      gate.emit('open');
      await typing;

      expect(before).toEqual([]);
      await until(async () => expect(await scene.pictures(bob)).toHaveLength(1));
    });

    it('that could not be drawn leaves the figures alone', async () => {
      const { alice, bob, host } = scene;
      host.answerWith(withChart('Given in November', async () => undefined));

      await scene.type(typedBy(bob, { about: alice }));

      await untilSeen(scene, bob, 'Given in November');
      expect(await scene.pictures(bob)).toEqual([]);
    });

    it.each<[string, Trouble]>([
      ['was not taken for a moment', { kind: 'server error' }],
      ['was to wait', { kind: 'rate limit', retryAfterMs: 1_000 }],
    ])('is sent again where it %s', promised(stage, 'a network'), async (_, trouble) => {
      const { alice, bob, host } = scene;
      host.answerWith(withChart('Given in November', meeting(trouble)));

      await scene.type(typedBy(bob, { about: alice }));

      await untilSeen(scene, bob, 'Given in November');
      await until(async () => expect(await scene.pictures(bob)).toHaveLength(1));
    });

    it('that is refused leaves the figures as they are', promised(stage, 'a network'), async () => {
      const { alice, bob, host } = scene;
      host.answerWith(withChart('Given in November', meeting({ kind: 'refusal', status: 403 })));

      await scene.type(typedBy(bob, { about: alice }));

      await until(() => expect(scene.logged()).toContain('took no picture'));
      await untilSeen(scene, bob, 'Given in November');
      expect(await scene.pictures(bob)).toEqual([]);
    });

    /** A picture that meets this on its way; the figures are out then. */
    function meeting(trouble: Trouble): () => ReturnType<typeof drawn> {
      return async () => {
        scene.pictureTrouble(trouble);
        return drawn();
      };
    }
  });
}
