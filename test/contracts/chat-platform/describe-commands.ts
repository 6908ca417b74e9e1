import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput, TextPiece } from '#src/ports/chat.ts';
import { card, giftCard, SHOWN_CODE } from '../cards.ts';
import type { ChatStage, Typed } from '../chat-stage.ts';
import { commands, openScene, type Scene, textsSeenBy, typedBy, until, untilSeen } from '../open-scene.ts';

export function describeCommands(stage: ChatStage): void {
  describe('a command', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await openScene(stage);
    });
    afterEach(() => scene.end());

    it.each(commands)('/$name reaches the host once, with who, where and what', async (command) => {
      const { alice, bob, host, platform, channelId } = scene;
      const inFull = typedBy(bob, { command, about: alice });
      const inShort = typedBy(alice, { command, about: bob, place: 'direct', isShort: true });

      await scene.type(inFull);
      await scene.type(inShort);

      expect(host.calls).toMatchObject([
        { command: command.name, caller: bob.user, channelId },
        { command: command.name, caller: alice.user, channelId: null },
      ]);
      expectInput(host.calls[0]?.input, inFull);
      expectInput(host.calls[1]?.input, inShort);
      expect(host.calls[0]?.caller).toMatchObject({
        platform: platform.id,
        workspaceId: host.workspaces[0]?.workspaceId,
      });
    });

    it('brings what was written, letter by letter', async () => {
      const { alice, bob, host } = scene;
      const wish = commands.find(({ options }) => options.some(({ kind }) => kind === 'text'));
      const text = 'for the *launch* & <b>more</b>: «ünï» 🎁 _now_ `x` https://a.example/?b=c&d=e #1 100%';
      const typed = typedBy(bob, { about: alice, ...(wish && { command: wish }) });
      const name = wish?.options.find(({ kind }) => kind === 'text')?.name ?? '';

      await scene.type({ ...typed, values: { ...typed.values, [name]: text } });

      expect(wordsIn(host.calls[0]?.input ?? { kind: 'text', pieces: [] })).toContain(text);
    });

    it('has a request id of its own each time it is typed', async () => {
      const { alice, bob, host } = scene;

      await scene.type(typedBy(bob, { about: alice }));
      await scene.type(typedBy(bob, { about: alice }));

      const ids = host.calls.map(({ requestId }) => requestId);
      expect(new Set(ids.filter((id) => id !== '')).size).toBe(2);
    });

    it('keeps its request id when it is delivered twice', async () => {
      const { alice, bob, host } = scene;

      await scene.typeDeliveredTwice(typedBy(bob, { about: alice }), host);

      expect(new Set(host.calls.map(({ requestId }) => requestId)).size).toBe(1);
      expect(host.calls.length).toBeLessThanOrEqual(2);
    });

    it.each(['channel', 'direct'] as const)('is answered for its caller alone (%s)', async (place) => {
      const { alice, bob, carol, host } = scene;
      host.answerWith(giftCard());

      await scene.type(typedBy(bob, { about: alice, place }));

      const answer = await untilSeen(scene, bob, 'A gift for you');
      expect(answer).toMatchObject({ place, mentions: [] });
      expect(answer.text).toContain(SHOWN_CODE);
      expect(answer.notification).not.toContain('QW3R');
      expect([...(await scene.see(alice)), ...(await scene.see(carol))]).toEqual([]);
    });

    it('that takes long is first shown to be under way, and then answered', async () => {
      const { alice, bob, carol, host } = scene;
      host.answerWith(card('It took a while'));
      const release = host.hold();
      const typedAt = performance.now();

      const typing = scene.type(typedBy(bob, { about: alice }));
      await until(() => expectSignOfLife(scene));
      const waitedMs = performance.now() - typedAt;
      release();
      await typing;

      await untilSeen(scene, bob, 'It took a while');
      expect(waitedMs).toBeLessThan(3_000);
      expect(host.calls).toHaveLength(1);
      expect([...(await scene.see(alice)), ...(await scene.see(carol))]).toEqual([]);
    });

    it('names people so that they can be found and written to', async () => {
      const { alice, bob, host, platform } = scene;
      const command = commands.find(({ options }) => options.some(({ kind }) => kind === 'people'));
      await scene.type(typedBy(bob, { about: alice, ...(command && { command }) }));
      const [call] = host.calls;
      if (!call) throw new Error('the command did not reach the host');
      const [mentioned = ''] = userIdsIn(call.input);

      const toCaller = await platform.sendDirectMessage(call.caller, { card: card('To you'), key: 'k1' });
      const other = { ...call.caller, userId: mentioned };
      const toOther = await platform.sendDirectMessage(other, { card: card('To another'), key: 'k2' });

      expect([toCaller.status, toOther.status]).toEqual(['sent', 'sent']);
      expect(await textsSeenBy(scene, bob)).toContainEqual(expect.stringContaining('To you'));
      expect(await textsSeenBy(scene, alice)).toEqual([expect.stringContaining('To another')]);
      expect(await platform.findUser(call.caller)).toMatchObject({ isBot: false, isDeactivated: false });
      expect(call.callerProfile ?? { isBot: false }).toMatchObject({ isBot: false });
    });

    it('names several people and groups, in the order in which they were named', async () => {
      const { alice, bob, carol, design, host, platform } = scene;
      const command = commands.find(({ options }) => options.some(({ kind }) => kind === 'people'));
      const name = command?.options.find(({ kind }) => kind === 'people')?.name ?? '';
      const typed = typedBy(bob, { about: alice, ...(command && { command }) });

      await scene.type({ ...typed, values: { ...typed.values, [name]: [carol, design, alice] } });
      await scene.type({ ...typed, values: { ...typed.values, [name]: [design] } });

      const named = host.calls.map(({ input }) => partsOf(input).filter((part) => typeof part === 'object'));
      const group = { kind: 'group', groupId: design.groupId, label: expect.stringContaining(design.name) };
      expect(named).toMatchObject([
        [{ kind: 'user', userId: carol.user.userId }, group, { kind: 'user', userId: alice.user.userId }],
        [group],
      ]);
      const workspaceId = host.calls[0]?.caller.workspaceId ?? '';
      const members = await platform.findGroupMembers({ workspaceId, groupId: design.groupId });
      expect(members).toHaveLength(design.members.length);
      for (const { user } of design.members) {
        expect(members).toContainEqual(expect.objectContaining({ userId: user.userId }));
      }
    });

    it('may name a group that nobody knows, or that was removed since', async () => {
      const { alice, platform } = scene;

      const members = await platform.findGroupMembers({
        workspaceId: alice.user.workspaceId,
        groupId: '987654321098765432',
      });

      expect(members ?? []).toEqual([]);
    });

    it('is taken many times at once, and each is answered', async () => {
      const { alice, bob, carol, host } = scene;

      const typings = Array.from({ length: 20 }, (_, index) =>
        scene.type(typedBy([alice, bob, carol][index % 3] ?? bob, { about: alice })),
      );
      await Promise.all(typings);

      expect(new Set(host.calls.map(({ requestId }) => requestId)).size).toBe(20);
      await until(async () => {
        const answers = await Promise.all([alice, bob, carol].map((each) => textsSeenBy(scene, each)));
        const counts = answers.map((texts) => texts.filter((text) => text.includes('Done')).length);
        expect(counts).toEqual([7, 7, 6]);
      });
    });
  });
}

async function expectSignOfLife(scene: Scene): Promise<void> {
  const texts = await textsSeenBy(scene, scene.bob);
  const isShown = scene.isThinking(scene.bob) || texts.some((text) => text.includes('One moment please'));
  expect(isShown).toBe(true);
}

/** Options by name are as they were typed; free text holds them in their order. */
function expectInput(input: CommandInput | undefined, { values }: Typed): void {
  if (!input) throw new Error('the command did not reach the host');
  const given = Object.values(values).flat();
  const people = given.flatMap((value) => (typeof value === 'object' && 'user' in value ? [value] : []));
  const words = given.filter((value) => typeof value === 'string');
  const names = input.kind === 'options' ? Object.keys(input.values) : Object.keys(values);
  expect(userIdsIn(input)).toEqual(people.map(({ user }) => user.userId));
  expect(wordsIn(input)).toBe(words.join(' '));
  expect(names.toSorted()).toEqual(Object.keys(values).toSorted());
}

function partsOf(input: CommandInput): TextPiece[] {
  return input.kind === 'text' ? input.pieces : Object.values(input.values).flat();
}

function wordsIn(input: CommandInput): string {
  return partsOf(input)
    .flatMap((part) => (typeof part === 'string' ? [part.trim()] : []))
    .join(' ');
}

function userIdsIn(input: CommandInput): string[] {
  return partsOf(input).flatMap((part) =>
    typeof part === 'object' && part.kind === 'user' ? [part.userId] : [],
  );
}
