import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDiscordPlatform } from '#adapters/chat/discord/platform.ts';
import { registerCommands } from '#adapters/chat/discord/register.ts';
import {
  commands,
  configOf,
  createDiscordWorld,
  createSecondPlatform,
  type DiscordWorld,
  plainCard,
} from './discord-world.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

describe('connecting to Discord', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createDiscordWorld();
    await registerCommands(configOf(world.server), commands);
  });

  afterEach(() => world.stop());

  it('asks for guilds and, where the portal allows it, their members, and nothing more', async () => {
    await world.discord.start(world.host);

    expect(world.server.identifies).toMatchObject([{ intents: 1 | 2 }]);
  });

  it('asks for guilds alone where the Server Members Intent is off', async () => {
    world.server.takeMembersIntent();
    await world.discord.start(world.host);

    expect(world.server.identifies).toMatchObject([{ intents: 1 }]);
  });

  it('tells what becomes of members: a role taken away, a new name, who left', async () => {
    const { server, discord, host, guild, alice } = world;
    const sales = server.addRole(guild, 'Sales');
    server.addMember(guild, alice, { roleIds: [sales] });
    await discord.start(host);
    const user = { platform: 'discord', workspaceId: guild, userId: alice };

    server.addMember(guild, alice, { nick: 'Al', roleIds: [] });
    server.addMember(guild, alice, { isGuest: true });
    server.removeMember(guild, alice);

    await vi.waitFor(() => expect(host.changes).toHaveLength(3));
    expect(host.changes).toMatchObject([
      { user, seen: { name: 'Al', roleIds: [], isGuest: false } },
      { user, seen: { name: 'Alice A.', isGuest: true } },
      { user, seen: undefined },
    ]);
  });

  it('presents the servers it is in, those it joins, and their new names', async () => {
    const { server, discord, host, guild } = world;
    await discord.start(host);
    const second = server.addGuild('Beta');
    server.renameGuild(guild, 'Acme Ltd');

    await vi.waitFor(() =>
      expect(host.workspaces).toEqual([
        { platform: 'discord', workspaceId: guild, name: 'Acme', isOurs: false },
        { platform: 'discord', workspaceId: second, name: 'Beta', isOurs: false },
        { platform: 'discord', workspaceId: guild, name: 'Acme Ltd', isOurs: false },
      ]),
    );
  });

  it('says which servers the settings name', async () => {
    const { server, clock, host, guild } = world;
    server.addGuild('Beta');
    const config = { ...configOf(server), guildIds: [guild] };
    const discord = createDiscordPlatform(config, { log: silentLog, clock, commands });
    await discord.start(host);

    await vi.waitFor(() => expect(host.workspaces).toHaveLength(2));

    expect(host.workspaces.map(({ isOurs }) => isOurs)).toEqual([true, false]);
    await discord.stop();
  });

  it('answers while Discord still withholds one of its servers', async () => {
    const { server, discord, host, channel, bob } = world;
    server.withholdGuild(server.addGuild('Withheld'));
    await discord.start(host);

    const record = await server.useCommand({ user: bob, channel, name: 'balance' });

    expect(record.outcome).toBe('answered');
  });

  it('comes back after a lost connection', async () => {
    const { server, discord, host, channel, bob } = world;
    await discord.start(host);
    server.cutSessions();

    const record = await vi.waitFor(() => server.useCommand({ user: bob, channel, name: 'balance' }), {
      timeout: 60_000,
      interval: 200,
    });

    expect(record.outcome).toBe('answered');
  });

  it('says what to do about a refused token', async () => {
    const config = { ...configOf(world.server), token: 'wrong' };
    const discord = createDiscordPlatform(config, {
      log: silentLog,
      clock: world.clock,
      commands,
    });

    await expect(discord.start(world.host)).rejects.toThrow(/did not let the bot log in.*token/i);
    await discord.stop();
  });

  it('lets kinds of interaction pass that it does not use', async () => {
    const { server, discord, host, guild, logLines } = world;
    await discord.start(host);

    server.dispatch(guild, 'INTERACTION_CREATE', {
      id: '1',
      type: 4,
      data: { type: 1, name: 'recognize', options: [] },
      user: { id: '2', username: 'bob' },
      authorizing_integration_owners: {},
      entitlements: [],
    });

    await vi.waitFor(() =>
      expect(logLines).toContainEqual(
        expect.objectContaining({ level: 'warn', fields: { type: 'ApplicationCommandAutocomplete' } }),
      ),
    );
  });

  it('finishes the answers being given before it stops', async () => {
    const { server, discord, host, channel, bob } = world;
    await discord.start(host);
    host.reply = async () => {
      await sleep(500);
      return plainCard('Made it');
    };
    const seen: string[] = [];
    const typed = server
      .useCommand({ user: bob, channel, name: 'balance' })
      .then(({ replies }) => seen.push(...replies.map(({ text }) => text)));
    await vi.waitFor(() => expect(host.calls).toHaveLength(1));

    await discord.stop();

    expect(seen).toEqual(['Made it']);
    await typed;
  });

  it('sends without being connected', async () => {
    const { server, bob } = world;
    const worker = createSecondPlatform(world);

    const to = { platform: 'discord', workspaceId: world.guild, userId: bob };
    await worker.sendDirectMessage(to, { card: plainCard('Hello'), key: 'delivery-1' });

    expect(server.identifies).toEqual([]);
    expect(server.messagesTo(bob)).toMatchObject([{ text: expect.stringContaining('Hello') }]);
    await worker.stop();
  });
});
