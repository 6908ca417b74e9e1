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

  it('acts for no server once the caller has left', async () => {
    const { server, host, guild, bob } = world;
    server.removeMember(guild, bob);

    await server.useCommand({ user: bob, name: 'balance' });

    expect(host.calls).toMatchObject([{ caller: { workspaceId: '@me' }, callerProfile: { name: 'bob' } }]);
    expect(host.calls[0]?.callerProfile).not.toHaveProperty('roleIds');
  });
});
