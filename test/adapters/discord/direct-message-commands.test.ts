import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { createConnectedWorld, type DiscordWorld } from './discord-world.ts';

let world: DiscordWorld;

beforeEach(async () => {
  world = await createConnectedWorld();
});

afterEach(() => world.stop());

describe('typing a command in a direct message', () => {
  it('acts for the server that the caller is in, with their roles there', async () => {
    const { server, host, guild, bob } = world;
    const sales = server.addRole(guild, 'Sales');
    server.addMember(guild, bob, { roleIds: [sales] });

    const record = await server.useCommand({ user: bob, name: 'balance' });

    expect(record.outcome).toBe('answered');
    expect(host.calls).toMatchObject([
      { channelId: null, caller: { workspaceId: guild, userId: bob }, callerProfile: { roleIds: [sales] } },
    ]);
  });

  it('finds the right one of several servers', async () => {
    const { server, host } = world;
    const other = server.addGuild('Other');
    const carol = server.addUser({ name: 'carol' });
    server.addMember(other, carol);

    await server.useCommand({ user: carol, name: 'balance' });

    expect(host.calls[0]?.caller.workspaceId).toBe(other);
  });

  it('asks about the servers that have joined only, and about the one they are known in first', async () => {
    const { server, host, guild, bob } = world;
    const other = server.addGuild('Other');
    server.addMember(other, bob);
    host.findHomes = async () => [guild];

    await server.useCommand({ user: bob, name: 'balance' });

    expect(host.calls[0]?.caller.workspaceId).toBe(guild);
    expect(server.requests.some(({ path }) => path.includes(`/guilds/${other}/`))).toBe(false);
  });

  it('says to try again when Discord does not answer where the caller belongs', async () => {
    const { server, host, bob } = world;
    server.failNext({ kind: 'error', status: 503 }, { method: 'GET', path: /\/members\// });

    const record = await server.useCommand({ user: bob, name: 'balance' });

    expect(record.replies.map(({ text }) => text)).toEqual(['Try again']);
    expect(host.calls).toEqual([]);
  });

  it('acts for no server once the caller has left', async () => {
    const { server, host, guild, bob } = world;
    server.removeMember(guild, bob);

    await server.useCommand({ user: bob, name: 'balance' });

    expect(host.calls).toMatchObject([{ caller: { workspaceId: '@me' }, callerProfile: { name: 'bob' } }]);
    expect(host.calls[0]?.callerProfile).not.toHaveProperty('roleIds');
  });
});

describe('what somebody writes to the bot in Discord', () => {
  function messageOf(userId: string, more: object = {}) {
    const author = { id: userId, username: 'bob', global_name: null };
    return { id: '900', type: 0, channel_id: '901', content: 'redeem ABCD', author, ...more };
  }

  it('is answered in a direct message, for the server that they are in', async () => {
    const { server, host, guild, bob } = world;

    server.dispatch(null, 'MESSAGE_CREATE', messageOf(bob));
    await eventually(() => expect(server.messagesTo(bob)).toHaveLength(1));

    const caller = { platform: 'discord', workspaceId: guild, userId: bob };
    expect(host.messages).toMatchObject([{ caller, pieces: ['redeem ABCD'] }]);
  });

  it.each([
    ['in a server', { guild_id: '902' }],
    ['by a bot', { author: { id: '903', username: 'largesse', global_name: null, bot: true } }],
    ['by Discord itself', { type: 3 }],
  ])('is left alone %s', async (_, more) => {
    const { server, host, discord, bob } = world;

    server.dispatch(null, 'MESSAGE_CREATE', messageOf(bob, more));
    await server.useCommand({ user: bob, name: 'balance' });
    await discord.stop();

    expect(host.messages).toEqual([]);
  });
});
