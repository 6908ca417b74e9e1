import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Addressee,
  type Channel,
  type ChannelChoice,
  chooseChannel,
  type ClosedWays,
  wayOf,
  waysOfAccount,
  whyUnreachable,
} from '#src/domain/message/channels.ts';

type User = { platform: string; workspaceId: string; userId: string };

const SLACK: User = { platform: 'slack', workspaceId: 'T1', userId: 'alice' };
const DISCORD: User = { platform: 'discord', workspaceId: 'G1', userId: 'ali' };
const IN_CHANNEL = { platform: 'slack', channelId: 'C1', workspaceId: 'T9', isPrivate: false, named: [] };

const ALICE: Addressee<User> = {
  name: 'Alice Ito',
  isDeactivated: false,
  prefers: 'chat',
  email: 'alice@example.com',
  users: [SLACK],
};

/** What there is to reach a person with. */
type Reach = {
  prefers: 'chat' | 'email';
  hasChat: boolean;
  hasSharedChannel: boolean;
  hasEmail: boolean;
};

const ALL: Reach = { prefers: 'chat', hasChat: true, hasSharedChannel: true, hasEmail: true };

function choose({ prefers, hasChat, hasSharedChannel, hasEmail }: Reach, closed: ClosedWays) {
  const addressee = {
    ...ALICE,
    prefers,
    users: hasChat ? [SLACK] : [],
    email: hasEmail ? ALICE.email : null,
  };
  const origin = hasSharedChannel ? IN_CHANNEL : { ...IN_CHANNEL, channelId: null };
  return chooseChannel(addressee, { reachable: { platforms: ['slack'], mail: true }, closed, origin })
    ?.channel;
}

/** The channels in the order in which they would be tried, each found closed. */
function orderOf(reach: Partial<Reach>): Channel[] {
  const closed: Record<string, string> = {};
  for (;;) {
    const channel = choose({ ...ALL, ...reach }, closed);
    if (!channel) return Object.keys(closed) as Channel[];
    closed[channel] = 'closed';
  }
}

describe('the way to a recipient', () => {
  it.each<[string, Partial<Reach>, Channel[]]>([
    ['with everything', {}, ['dm', 'claim', 'email']],
    ['who likes mail', { prefers: 'email' }, ['email', 'dm', 'claim']],
    ['without an address', { hasEmail: false }, ['dm', 'claim']],
    ['of a request from a direct message', { hasSharedChannel: false }, ['dm', 'email']],
    ['who is in no chat', { hasChat: false }, ['email']],
    ['who likes mail but has no address', { prefers: 'email', hasEmail: false }, ['dm', 'claim']],
    ['with nothing', { hasChat: false, hasEmail: false }, []],
  ])('%s', (_, reach, expected) => {
    expect(orderOf(reach)).toEqual(expected);
  });

  it('is mail for who likes it, also of a request from a private channel', () => {
    const origin = { ...IN_CHANNEL, isPrivate: true };
    const context = { reachable: { platforms: ['slack'], mail: true }, closed: {}, origin };

    expect(chooseChannel({ ...ALICE, prefers: 'email' }, context)?.channel).toBe('email');
    expect(chooseChannel(ALICE, context)?.channel).toBe('dm');
    expect(chooseChannel(ALICE, { ...context, closed: { dm: 'closed' } })?.channel).toBe('email');
  });

  it('is the account that was named, not another of the same id', () => {
    const named = { ...DISCORD, userId: SLACK.userId };
    const origin = { ...IN_CHANNEL, named: [named] };
    const reachable = { platforms: ['slack', 'discord'], mail: true };

    expect(chooseChannel({ ...ALICE, users: [SLACK, named] }, { reachable, closed: {}, origin })).toEqual({
      channel: 'dm',
      to: named,
    });
  });

  it('is always one that there is and that is not closed, as long as there is such a one', () => {
    const reach = fc.record({
      prefers: fc.constantFrom('chat' as const, 'email' as const),
      hasChat: fc.boolean(),
      hasSharedChannel: fc.boolean(),
      hasEmail: fc.boolean(),
    });
    fc.assert(
      fc.property(reach, fc.subarray<Channel>(['dm', 'claim', 'email']), (known, closed) => {
        const ways: [Channel, boolean][] = [
          ['dm', known.hasChat],
          ['claim', known.hasChat && known.hasSharedChannel],
          ['email', known.hasEmail],
        ];
        const open = ways
          .filter(([channel, is]) => is && !closed.includes(channel))
          .map(([channel]) => channel);
        const chosen = choose(known, Object.fromEntries(closed.map((channel) => [channel, 'closed'])));

        expect(open.length === 0 ? [undefined] : open).toContain(chosen);
      }),
    );
  });
});

describe('the address on a channel', () => {
  const reachable = { platforms: ['slack', 'discord'], mail: true };
  const onBoth = { ...ALICE, users: [DISCORD, SLACK] };

  it.each([
    ['of the platform that the request came from', IN_CHANNEL, SLACK],
    ['of the first platform where it came from none', undefined, DISCORD],
    [
      'of the first platform where the reader is not on that one',
      { ...IN_CHANNEL, platform: 'teams' },
      DISCORD,
    ],
  ])('is the chat user %s', (_, origin, to) => {
    expect(chooseChannel(onBoth, { reachable, closed: {}, origin })).toEqual({ channel: 'dm', to });
  });

  it('is the channel that the request came from, by the token of its workspace', () => {
    expect(chooseChannel(ALICE, { reachable, closed: { dm: 'closed' }, origin: IN_CHANNEL })).toEqual({
      channel: 'claim',
      to: { ...SLACK, workspaceId: 'T9' },
      channelId: 'C1',
    });
  });

  it('is the address of their mailbox, under their name', () => {
    const byMail = { ...ALICE, prefers: 'email' as const };

    expect(chooseChannel(byMail, { reachable, closed: {} })).toEqual({
      channel: 'email',
      to: { name: 'Alice Ito', email: 'alice@example.com' },
    });
  });

  it.each([
    ['in chat, on a platform that is not set up here', { platforms: ['discord'], mail: false }, ALICE],
    ['by mail, where no mail can be sent', { platforms: [], mail: false }, ALICE],
    ['at all, once the person is deactivated', reachable, { ...ALICE, isDeactivated: true }],
  ])('is never one %s', (_, here, addressee) => {
    expect(chooseChannel(addressee, { reachable: here, closed: {}, origin: IN_CHANNEL })).toBeUndefined();
  });

  it('is never in public where a message came from no channel', () => {
    const closed = { dm: 'closed', email: 'closed' };

    expect(chooseChannel(ALICE, { reachable, closed })).toBeUndefined();
  });
});

describe('why somebody can be reached no more', () => {
  it.each<[Partial<Addressee<User>>, ClosedWays, string]>([
    [{}, {}, 'no way left to reach Alice Ito'],
    [
      {},
      { dm: 'cannot_dm_bot', email: 'no such mailbox' },
      'no way left to reach Alice Ito; dm: cannot_dm_bot; email: no such mailbox',
    ],
    [{ isDeactivated: true }, { dm: 'cannot_dm_bot' }, 'Alice Ito is deactivated'],
  ])('%j with %j closed: %s', (of, closed, why) => {
    expect(whyUnreachable({ ...ALICE, ...of }, closed)).toBe(why);
  });
});

describe('somebody with several accounts', () => {
  const OLD: User = { platform: 'slack', workspaceId: 'T1', userId: 'U0OLD' };
  const NEW: User = { platform: 'slack', workspaceId: 'T1', userId: 'W0NEW' };
  const addressee = { ...ALICE, users: [DISCORD, OLD, NEW] };
  const reachable = { platforms: ['slack', 'discord'], mail: true };

  function waysOf(named: string[], closedBy = (choice: ChannelChoice<User>) => [wayOf(choice)]): string[] {
    const origin = { ...IN_CHANNEL, named: named.map((userId) => ({ platform: 'slack', userId })) };
    const closed: Record<string, string> = {};
    const ways: string[] = [];
    for (;;) {
      const choice = chooseChannel(addressee, { reachable, closed, origin });
      if (!choice) return ways;
      ways.push(wayOf(choice));
      for (const way of closedBy(choice)) closed[way] = 'closed';
    }
  }

  it('is tried at each of them, the named one first, then those where it was asked', () => {
    expect(waysOf(['W0NEW'])).toEqual([
      'dm slack:W0NEW',
      'dm slack:U0OLD',
      'dm discord:ali',
      'claim slack:W0NEW',
      'claim slack:U0OLD',
      'email',
    ]);
  });

  it('is not shown a button at an account that is gone', () => {
    expect(waysOf(['U0OLD'], waysOfAccount)).toEqual([
      'dm slack:U0OLD',
      'dm slack:W0NEW',
      'dm discord:ali',
      'email',
    ]);
  });

  it('is not tried again over a channel that an older version found closed', () => {
    const origin = { ...IN_CHANNEL, named: [] };

    expect(chooseChannel(addressee, { reachable, closed: { dm: 'closed' }, origin })?.channel).toBe('claim');
  });

  it('gets mail before a button in a channel that only its members see', () => {
    const origin = { ...IN_CHANNEL, isPrivate: true };
    const closed = Object.fromEntries(addressee.users.map((to) => [wayOf({ channel: 'dm', to }), 'closed']));

    expect(chooseChannel(addressee, { reachable, closed, origin })?.channel).toBe('email');
    expect(chooseChannel({ ...addressee, email: null }, { reachable, closed, origin })?.channel).toBe(
      'claim',
    );
  });
});
