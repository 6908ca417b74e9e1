import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { card, giftCard } from '../cards.ts';
import type { ChatStage } from '../chat-stage.ts';
import { createNotedHost } from '../noted-host.ts';
import { commands, openScene, type Scene, textsSeenBy, typedBy, until, untilSeen } from '../open-scene.ts';

export function describeLife(stage: ChatStage): void {
  describe('the adapter itself', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage, { isStarted: false });
    });
    afterEach(() => scene.end());

    it('is known by the name of its folder, and says which workspace it reaches', async () => {
      const { platform, host, alice } = scene;
      await platform.start(host);

      await until(() =>
        expect(host.workspaces).toEqual([
          {
            platform: stage.platform,
            workspaceId: alice.user.workspaceId,
            name: expect.stringMatching(/./),
            isOurs: true,
          },
        ]),
      );
      expect(platform.id).toBe(stage.platform);
    });

    it('is started once: a second host gets nothing, and the first goes on', async () => {
      const { platform, host, alice, bob } = scene;
      const second = createNotedHost(commands);
      await platform.start(host);

      await expect(platform.start(second)).rejects.toThrow(/./);
      await scene.type(typedBy(bob, { about: alice }));

      expect(host.calls).toHaveLength(1);
      expect([second.calls, second.workspaces]).toEqual([[], []]);
    });

    it('can be stopped twice, and without having been started', async () => {
      const { platform, host } = scene;

      await platform.stop();
      await platform.start(host);
      await platform.stop();
      await platform.stop();

      expect(host.calls).toEqual([]);
    });

    it('hears again once it is started again, and then each event once', async () => {
      const { platform, host, alice, bob } = scene;
      await platform.start(createNotedHost(commands));
      await platform.stop();

      await platform.start(host);
      await scene.type(typedBy(bob, { about: alice }));

      await untilSeen(scene, bob, 'Done');
      expect(host.calls).toHaveLength(1);
    });

    it('passes nothing to the host once it is stopped, and still sends', async () => {
      const { platform, host, alice, bob } = scene;
      await platform.start(host);
      await platform.stop();

      await Promise.allSettled([scene.type(typedBy(bob, { about: alice }))]);
      const outcome = await platform.sendDirectMessage(alice.user, { card: giftCard(), key: 'k' });

      expect(host.calls).toEqual([]);
      expect(outcome.status).toBe('sent');
    });

    it('lets a command that is under way come to its end before it stops', async () => {
      const { platform, host, alice, bob } = scene;
      host.answerWith(card('Still answered'));
      await platform.start(host);
      const release = host.hold();
      const typing = scene.type(typedBy(bob, { about: alice }));
      await until(() => expect(host.calls).toHaveLength(1));

      const stopping = platform.stop();
      release();
      await Promise.all([stopping, typing]);

      expect(await textsSeenBy(scene, bob)).toEqual([expect.stringContaining('Still answered')]);
    });

    it('has nothing for the doctor to mend when all is well, started or not', async () => {
      const { platform, host } = scene;

      const before = await platform.check();
      await platform.start(host);
      const after = await platform.check();

      expect(before.length).toBeGreaterThan(0);
      for (const finding of [...before, ...after]) {
        expect(finding).toMatchObject({
          level: 'ok',
          subject: expect.stringMatching(/./),
          message: expect.stringMatching(/./),
        });
      }
    });

    it('tells the doctor what is wrong with its settings and what to do, and does not start', async () => {
      const wrong = scene.misconfigured();

      const findings = await wrong.check();

      expect(findings).toContainEqual(
        expect.objectContaining({ level: 'problem', fix: expect.stringMatching(/./) }),
      );
      await wrong.stop();
    });
  });
}
