import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnectedWorld, type DiscordWorld } from './discord-world.ts';

describe('typing a command in a direct message', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createConnectedWorld();
  });

  afterEach(() => world.stop());

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
