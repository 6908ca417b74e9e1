import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { openShard } from '#adapters/chat/discord/open-shard.ts';
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
import { keepConnected } from '#src/process/keep-connected.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

describe('connecting to Discord', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createDiscordWorld();
    await registerCommands(configOf(world.server), commands);
  });

  afterEach(() => world.stop());

  it('asks for guilds, direct messages and, where the portal allows it, members, and nothing more', async () => {
    await world.discord.start(world.host);

    expect(world.server.identifies).toMatchObject([
      {
        intents: GatewayIntentBits.Guilds | GatewayIntentBits.DirectMessages | GatewayIntentBits.GuildMembers,
      },
    ]);
  });

  it('asks for no members where the Server Members Intent is off', async () => {
    world.server.takeMembersIntent();
    await world.discord.start(world.host);

    expect(world.server.identifies).toMatchObject([
      { intents: GatewayIntentBits.Guilds | GatewayIntentBits.DirectMessages },
    ]);
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

    await eventually(() => expect(host.changes).toHaveLength(3));
    expect(host.changes).toMatchObject([
      { user, seen: { name: 'Al', roleIds: [], isGuest: false } },
      { user, seen: { name: 'Alice A.', isGuest: true } },
      { user, seen: undefined },
    ]);
  });

  it('tells that a role is gone, for which Discord names no members', async () => {
    const { server, discord, host, guild, alice } = world;
    const sales = server.addRole(guild, 'Sales');
    server.addMember(guild, alice, { roleIds: [sales] });
    await discord.start(host);

    server.removeRole(guild, sales);

    await eventually(() =>
      expect(host.goneGroups).toEqual([{ platform: 'discord', workspaceId: guild, groupId: sales }]),
    );
    expect(host.changes).toEqual([]);
  });

  it('presents the servers it is in, those it joins, and their new names', async () => {
    const { server, discord, host, guild } = world;
    await discord.start(host);
    const second = server.addGuild('Beta');
    server.renameGuild(guild, 'Acme Ltd');

    await eventually(() =>
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

    await eventually(() => expect(host.workspaces).toHaveLength(2));

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

  it('comes back after a lost connection, in the same session', async () => {
    const { server, channel, bob } = world;
    await using _kept = await keep(world);
    server.cutSessions();

    const record = await eventually(() => server.useCommand({ user: bob, channel, name: 'balance' }), 20_000);

    expect(record.outcome).toBe('answered');
    expect(server.identifies).toHaveLength(1);
  });

  it('opens again the one connection that is lost, and leaves the others', async () => {
    const several = await createDiscordWorld({ shards: 3 });
    const { server, clock } = several;
    const kept = await keep(several);
    clock.advance(61_000);

    server.cutSessions(1);
    await eventually(() => expect(server.resumes).toEqual([1]), 10_000);
    clock.advance(61_000);
    server.cutSessions(1);
    await eventually(() => expect(server.resumes).toEqual([1, 1]), 10_000);

    expect(kept.state()).toEqual({ status: 'connected' });
    expect(server.identifies).toHaveLength(3);
    await kept[Symbol.asyncDispose]();
    await several.stop();
  });

  it('connects all again when the lost one breaks at once, more slowly', async () => {
    const several = await createDiscordWorld({ shards: 3 });
    const { server } = several;
    const kept = await keep(several);

    server.cutSessions(1);

    await eventually(() => expect(kept.state().status).not.toBe('connected'), 10_000);
    await eventually(() => expect(server.resumes.toSorted((a, b) => a - b)).toEqual([0, 1, 2]), 20_000);
    expect(server.identifies).toHaveLength(3);
    await kept[Symbol.asyncDispose]();
    await several.stop();
  });

  it.each([
    [4004, 'DISCORD_TOKEN'],
    [4010, undefined],
    [4011, undefined],
    [4012, undefined],
    [4013, undefined],
    [4014, undefined],
  ])(
    'says after close code %i that a person must act, and comes back once somebody has',
    async (code, setting) => {
      const { server } = world;
      await using kept = await keep(world);

      server.closeSessions(code);

      await eventually(() =>
        expect(kept.state()).toMatchObject({
          status: 'needs-person',
          trouble: {
            reason: expect.stringContaining(String(code)) as string,
            advice: expect.stringMatching(/./) as string,
          },
        }),
      );
      expect(kept.state()).toMatchObject({ trouble: setting ? { setting } : {} });
    },
  );

  it('begins a new session when Discord has forgotten the old one', async () => {
    const { server } = world;
    await using _kept = await keep(world);

    server.closeSessions(4009);

    await eventually(() => expect(server.identifies).toHaveLength(2), 10_000);
  });

  it('does not storm a Discord that takes connections and drops them', async () => {
    const { server } = world;
    server.meetWith({ closeCode: 4000 });
    const log = createRecordingLog();
    const kept = keepConnected({ log, clock: world.clock }, world.discord, world.host);

    function pauses(): number[] {
      return log.steps.flatMap(({ fields }) => ('pauseMs' in fields ? [Number(fields.pauseMs)] : []));
    }
    await eventually(() => expect(pauses().length).toBeGreaterThan(3), 20_000);
    await kept.stop();

    expect(pauses()[3]).toBeGreaterThanOrEqual(1_000);
    expect(server.identifies.length).toBeLessThanOrEqual(5);
  });

  it('waits for Discord’s hello with a limit, and stops at once while it waits', async () => {
    const { server, discord, host } = world;
    server.meetWith('silence');
    const starting = discord.start(host).catch((error: unknown) => error);
    await eventually(() => expect(server.requests.some(({ path }) => path === '/gateway/bot')).toBe(true));

    const stoppedAt = performance.now();
    await discord.stop();

    expect(await starting).toMatchObject({ name: 'NotConnected' });
    expect(performance.now() - stoppedAt).toBeLessThan(3_000);
  });

  it('opens no connection once it is told to stop', async () => {
    const { server } = world;
    const opening = openShard({
      log: silentLog,
      url: `${server.url.replace('http', 'ws')}/gateway`,
      token: server.token,
      intents: 0,
      shard: [0, 1],
      sessions: new Map(),
      signal: AbortSignal.abort(),
      onDispatch: () => undefined,
      onLost: () => undefined,
    });

    await expect(opening).rejects.toMatchObject({ name: 'NotConnected' });
    expect(server.identifies).toEqual([]);
  });

  it.each([
    [
      'a rate limit',
      { kind: 'rate-limit', retryAfterMs: 3_600_000 },
      { retryAfterMs: expect.any(Number) as number },
    ],
    [
      'a fault of Discord’s',
      { kind: 'error', status: 503 },
      { reason: expect.stringContaining('503') as string },
    ],
    ['an address that is not Discord’s', { kind: 'error', status: 404 }, { setting: 'DISCORD_API_URL' }],
  ] as const)('fails to start at once with %s, and says what to do', async (_, fault, trouble) => {
    const { server, discord, host } = world;
    server.failNext(fault, { path: '/gateway/bot' });

    await expect(discord.start(host)).rejects.toMatchObject({ trouble: { needsPerson: false, ...trouble } });
  });

  it('says what to do about a refused token', async () => {
    const config = { ...configOf(world.server), token: 'wrong' };
    const discord = createDiscordPlatform(config, {
      log: silentLog,
      clock: world.clock,
      commands,
    });

    await expect(discord.start(world.host)).rejects.toMatchObject({
      trouble: {
        needsPerson: true,
        setting: 'DISCORD_TOKEN',
        advice: expect.stringMatching(/token/iu) as string,
      },
    });
    await discord.stop();
  });

  it.each([
    'null',
    '7',
    '[]',
    'not JSON',
    '{"op":10,"d":null}',
    '{"op":9}x',
    '{"op":0,"t":null,"d":{}}',
    '{"op":0,"t":"INTERACTION_CREATE","s":9,"d":null}',
    '{"op":0,"t":"CHANNEL_UPDATE","s":9,"d":{"permission_overwrites":null}}',
    '{"op":0,"t":"GUILD_CREATE","s":9,"d":{"name":"no id"}}',
  ])('drops the packet %s and lives on', async (packet) => {
    const { server, discord, host, channel, bob } = world;
    await discord.start(host);

    server.sendRaw(packet);

    expect((await server.useCommand({ user: bob, channel, name: 'balance' })).outcome).toBe('answered');
  });

  it('tells somebody that their press could not be read, and the log which fields were wrong', async () => {
    const { server, discord, host, guild, channel, bob, logLines } = world;
    await discord.start(host);
    const { id } = await server.useCommand({ user: bob, channel, name: 'balance' });

    server.dispatch(guild, 'INTERACTION_CREATE', {
      id,
      type: 3,
      token: `interaction-token-${id}`,
      data: { custom_id: 7 },
    });

    await eventually(() =>
      expect(logLines).toContainEqual(
        expect.objectContaining({
          fields: {
            requestId: id,
            type: 'MessageComponent',
            fields: expect.arrayContaining(['data.custom_id: expected string']) as string[],
          },
        }),
      ),
    );
    await eventually(() =>
      expect(server.requests.filter(({ path }) => path.startsWith(`/interactions/${id}/`))).toHaveLength(2),
    );
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

    await eventually(() =>
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
    await eventually(() => expect(host.calls).toHaveLength(1));

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

/** Keeps the platform connected, as a process does it. */
async function keep({ discord, host, clock }: DiscordWorld) {
  const kept = keepConnected({ log: silentLog, clock }, discord, host);
  await kept.firstAttempt;
  return { ...kept, [Symbol.asyncDispose]: () => kept.stop() };
}
