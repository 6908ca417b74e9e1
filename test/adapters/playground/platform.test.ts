import { EventEmitter, once } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createPlaygroundPlatform } from '#adapters/chat/playground/platform.ts';
import type { ChatHost } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import { CODE, card, giftCard, people, SHOWN_CODE, standInHost } from './sample-company.ts';

function user(userId: string) {
  return { platform: 'playground', workspaceId: 'playground', userId };
}

async function openPlayground(overrides: Partial<ChatHost> = {}, { waitMs = 2000 } = {}) {
  let now = new Date('2026-03-02T09:00:00Z');
  const platform = createPlaygroundPlatform({ people, clock: { now: () => now }, waitMs });
  const host = standInHost(overrides);
  await platform.start(host);
  return {
    platform,
    host,
    room: platform.room,
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };
}

describe('typing in the playground', () => {
  it('hands a command to the bot with who, where and a fresh id', async () => {
    const { room, host } = await openPlayground();

    await room.type({ userId: 'bob', text: '/recognize @alice 25' });
    await room.type({ userId: 'bob', text: '/balance', place: 'direct' });

    expect(host.calls[0]).toMatchObject({ command: 'recognize', caller: user('bob'), channelId: 'general' });
    expect(host.calls[0]?.callerProfile).toMatchObject({ name: 'Bob Baker', email: 'bob@example.com' });
    expect(host.calls[1]).toMatchObject({ command: 'balance', channelId: null });
    expect(host.calls[1]?.requestId).not.toBe(host.calls[0]?.requestId);
  });

  it('delivers an event twice under the same id when told to', async () => {
    const { room, host } = await openPlayground();

    await room.type({ userId: 'bob', text: '/balance', requestId: 'r1' });
    await room.type({ userId: 'bob', text: '/balance', requestId: 'r1' });

    expect(host.calls.map(({ requestId }) => requestId)).toEqual(['r1', 'r1']);
  });

  it('shows the answer to the one who asked and to nobody else', async () => {
    const { room } = await openPlayground();

    const answer = await room.type({ userId: 'bob', text: '/balance' });

    expect(answer?.title).toBe('Took /balance');
    expect((await room.view('bob')).channel).toMatchObject([
      { author: { userId: 'bob' }, isPrivate: true, body: { text: '/balance' } },
      { author: null, isPrivate: true, body: { card: { title: 'Took /balance' } } },
    ]);
    expect((await room.view('alice')).channel).toEqual([]);
  });

  it('lets everybody read what is not a command, and asks the bot nothing', async () => {
    const { room, host } = await openPlayground();

    const answer = await room.type({ userId: 'bob', text: 'Good morning' });

    expect(answer).toBeUndefined();
    expect(host.calls).toEqual([]);
    expect((await room.view('alice')).channel).toMatchObject([{ body: { text: 'Good morning' } }]);
  });

  it('says which commands there are when one is unknown', async () => {
    const { room, host } = await openPlayground();

    const answer = await room.type({ userId: 'bob', text: '/dance' });

    expect(answer).toMatchObject({ tone: 'refusal', title: '/dance is not a command' });
    expect(host.calls).toEqual([]);
  });

  it('shows that the bot is thinking, then the answer in its place', async () => {
    const desk = new EventEmitter<{ decision: [Card] }>();
    const decision = once(desk, 'decision').then(([answer]) => answer as Card);
    const { room } = await openPlayground({ onCommand: () => decision }, { waitMs: 0 });
    const changed = new Promise<void>((seen) => {
      room.subscribe(() => void (async () => (await titles()).includes('One moment') && seen())());
    });
    async function titles() {
      const { channel } = await room.view('bob');
      return channel.flatMap(({ body }) => (body.kind === 'card' ? [body.card.title] : []));
    }

    const typed = room.type({ userId: 'bob', text: '/balance' });
    await changed;
    desk.emit('decision', card('Your balance'));
    await typed;

    expect(await titles()).toEqual(['Your balance']);
  });

  it('takes nothing while it is closed', async () => {
    const { room, platform } = await openPlayground();
    await platform.stop();

    await expect(room.type({ userId: 'bob', text: '/balance' })).rejects.toThrow('closed');
  });
});

describe('sending in the playground', () => {
  it('shows a code in clear to its owner and to nobody else', async () => {
    const { platform, room } = await openPlayground();

    const sent = await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-1' });

    expect(sent.status).toBe('sent');
    expect(JSON.stringify(await room.view('alice'))).toContain(SHOWN_CODE);
    for (const other of ['bob', 'alina', 'helen']) {
      expect(inspect(await room.view(other), { depth: 20 })).not.toMatch(new RegExp(`${CODE}|${SHOWN_CODE}`));
    }
  });

  it('masks a code that is posted where everybody reads', async () => {
    const { platform, room } = await openPlayground();

    await platform.postToChannel('general', user('alice'), { card: giftCard(), key: 'gift-1' });

    const view = await room.view('alice');
    expect(view.channel).toMatchObject([{ mentions: 'Alice Ahn', isPrivate: false }]);
    expect(JSON.stringify(view)).not.toContain(SHOWN_CODE);
    expect(JSON.stringify(view)).toContain(`****-${CODE.slice(-4)}`);
  });

  it('shows a message that is sent again with the same key once', async () => {
    const { platform, room } = await openPlayground();

    const first = await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-1' });
    const second = await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-1' });
    await platform.sendDirectMessage(user('alina'), { card: giftCard(), key: 'gift-1' });

    expect(second).toEqual(first);
    expect((await room.view('alice')).direct).toHaveLength(1);
    expect((await room.view('alina')).direct).toHaveLength(1);
  });

  it('finds direct messages closed for who closed them, for bots and for strangers', async () => {
    const { platform, room } = await openPlayground();
    room.setDirectMessages({ userId: 'alice', isOpen: false });

    for (const userId of ['alice', 'buildbot', 'nobody']) {
      const sent = await platform.sendDirectMessage(user(userId), { card: giftCard(), key: 'gift-1' });
      expect(sent.status).toBe('closed');
    }

    expect((await room.view('alice')).takesDirectMessages).toBe(false);
    room.setDirectMessages({ userId: 'alice', isOpen: true });
    const sent = await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-1' });
    expect(sent.status).toBe('sent');
  });

  it('answers a command later in the same place, until it is too old', async () => {
    const { platform, room, host, pass } = await openPlayground();
    await room.type({ userId: 'bob', text: '/recognize @alice 25', place: 'direct' });
    const replyTo = host.calls[0]?.replyTo ?? '';

    pass(29);
    const inTime = await platform.answer(replyTo, { card: card('It arrived'), key: 'a1' });
    pass(2);
    const late = await platform.answer(replyTo, { card: card('Too late'), key: 'a2' });

    expect([inTime.status, late.status]).toEqual(['sent', 'closed']);
    expect((await room.view('bob')).direct.at(-1)).toMatchObject({ body: { card: { title: 'It arrived' } } });
    expect((await room.view('alice')).direct).toEqual([]);
  });

  it('refuses an address for an answer that it did not write', async () => {
    const { platform } = await openPlayground();

    const sent = await platform.answer('{"token":"xoxb"}', { card: card('Hello'), key: 'a1' });

    expect(sent.status).toBe('failed');
  });

  it('knows its people by their user id', async () => {
    const { platform } = await openPlayground();

    expect(await platform.findUser(user('helen'))).toMatchObject({ name: 'Helen Roy', isBot: false });
    expect(await platform.findUser(user('buildbot'))).toMatchObject({ isBot: true });
    expect(await platform.findUser(user('nobody'))).toBeUndefined();
  });
});

describe('pressing a button in the playground', () => {
  it('tells the bot which, and shows its answer to the one who pressed', async () => {
    const { platform, room, host } = await openPlayground({ onAction: async () => giftCard() });
    const claim = { id: 'claim' as const, label: 'Claim', value: 'gift-1', style: 'primary' as const };
    await platform.postToChannel('general', user('alice'), {
      card: card('A gift', { actions: [claim] }),
      key: 'c',
    });
    const messageId = (await room.view('alice')).channel[0]?.id ?? '';

    await room.press({ userId: 'alice', messageId, actionId: 'claim' });

    expect(host.presses).toMatchObject([
      { actionId: 'claim', value: 'gift-1', caller: user('alice'), channelId: 'general' },
    ]);
    expect(JSON.stringify(await room.view('alice'))).toContain(SHOWN_CODE);
    expect((await room.view('bob')).channel).toMatchObject([{ body: { card: { title: 'A gift' } } }]);
    expect((await room.view('bob')).channel).toHaveLength(1);
  });

  it('presses nothing for somebody who does not see the button', async () => {
    const { platform, room, host } = await openPlayground();
    await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-1' });
    const messageId = (await room.view('alice')).direct[0]?.id ?? '';

    expect(await room.press({ userId: 'bob', messageId, actionId: 'redeem' })).toBeUndefined();
    expect(await room.press({ userId: 'alice', messageId, actionId: 'other' })).toBeUndefined();
    expect(host.presses).toEqual([]);
  });
});

describe('the playground itself', () => {
  it('says that its one workspace is there', async () => {
    const { host } = await openPlayground();

    expect(host.workspaces).toEqual([
      { platform: 'playground', workspaceId: 'playground', name: 'Playground', isOurs: true },
    ]);
  });

  it('tells who listens whose view changed, without the message', async () => {
    const { platform, room } = await openPlayground();
    const changes: object[] = [];
    const stop = room.subscribe((change) => changes.push(change));

    await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-1' });
    stop();
    await platform.sendDirectMessage(user('alice'), { card: giftCard(), key: 'gift-2' });

    expect(changes).toEqual([{ place: 'direct', reader: 'alice' }]);
  });

  it('shows the latest 200 messages of a place', async () => {
    const { room } = await openPlayground();

    for (let number = 0; number < 205; number += 1)
      await room.type({ userId: 'bob', text: `Message ${number}` });

    const { channel } = await room.view('alice');
    expect(channel).toHaveLength(200);
    expect(channel.at(-1)).toMatchObject({ body: { text: 'Message 204' } });
  });

  it('has the doctor say when nobody lives in it', async () => {
    const empty = createPlaygroundPlatform({ people: () => [], clock: { now: () => new Date() } });
    const { platform } = await openPlayground();

    expect(await empty.check()).toMatchObject([{ level: 'problem' }]);
    expect(await platform.check()).toMatchObject([{ level: 'ok' }]);
  });
});
