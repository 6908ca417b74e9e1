import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '#adapters/chat/discord/platform.ts';
import { registerCommands } from '#adapters/chat/discord/register.ts';
import type { ChatPlatform, CommandSpec } from '#src/ports/chat.ts';
import { startDiscordServer } from '#test/servers/discord/discord-server.ts';
import { commands, configOf, createDiscordWorld, type DiscordWorld } from './discord-world.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

describe('registering commands with Discord', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createDiscordWorld();
  });

  afterEach(() => world.stop());

  function writes(): number {
    return world.server.requests.filter(({ method }) => method === 'PUT').length;
  }

  it('writes once, and not again while nothing has changed', async () => {
    const first = await registerCommands(configOf(world.server), commands);
    const second = await registerCommands(configOf(world.server), commands);

    expect(first).toEqual({ added: ['recognize', 'redeem', 'balance'], changed: [], removed: [] });
    expect(second).toEqual({ added: [], changed: [], removed: [] });
    expect(writes()).toBe(1);
  });

  it('writes when a text, an option or the list has changed', async () => {
    await registerCommands(configOf(world.server), commands);
    const [recognize, redeem] = commands as [CommandSpec, CommandSpec];
    const renamed = { ...redeem, summary: 'Use a code' };
    const help = { name: 'help', summary: 'What the bot can do', usage: '', options: [] };

    const changes = await registerCommands(configOf(world.server), [recognize, renamed, help]);

    expect(changes).toEqual({ added: ['help'], changed: ['redeem'], removed: ['balance'] });
    expect(writes()).toBe(2);
  });

  it.each([
    ['hides from all but administrators', { default_member_permissions: '0' }],
    ['keeps for adults', { nsfw: true }],
  ])('writes when a command differs that somebody %s', async (_, change) => {
    await registerCommands(configOf(world.server), commands);
    world.server.changeCommands(([first, ...rest]) => [
      { ...first, ...change } as typeof first & {},
      ...rest,
    ]);

    const { changed } = await registerCommands(configOf(world.server), commands);

    expect(changed).toEqual(['recognize']);
  });

  it('keeps the command that launches an activity', async () => {
    const launch = { id: '1', type: 4, name: 'launch', description: 'Launch', handler: 2 };
    world.server.changeCommands(() => [launch]);

    const { removed } = await registerCommands(configOf(world.server), commands);

    const [written] = world.server.requests.filter(({ method }) => method === 'PUT');
    expect(removed).toEqual([]);
    expect(written?.body).toContainEqual(expect.objectContaining({ type: 4, name: 'launch', handler: 2 }));
  });

  it('puts required options first and keeps long summaries short, as Discord demands', async () => {
    const spec: CommandSpec = {
      name: 'spend',
      summary: 'x'.repeat(150),
      usage: '',
      options: [
        { name: 'note', kind: 'text', summary: 'Why', isRequired: false },
        { name: 'amount', kind: 'money', summary: 'How much', isRequired: true },
      ],
    };

    await registerCommands(configOf(world.server), [spec]);

    const [written] = world.server.requests.filter(({ method }) => method === 'PUT');
    expect(written?.body).toMatchObject([{ options: [{ name: 'amount' }, { name: 'note' }] }]);
  });

  it('says what to do when Discord refuses', async () => {
    const config = { ...configOf(world.server), token: 'wrong' };

    await expect(registerCommands(config, commands)).rejects.toThrow(/not registered.*DISCORD_TOKEN/);
  });
});

describe('checking the Discord set-up', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createDiscordWorld();
  });

  afterEach(() => world.stop());

  it('is content when everything is in place', async () => {
    await registerCommands(configOf(world.server), commands);

    const findings = await world.discord.check();

    expect(findings.map(({ subject, level }) => [subject, level])).toEqual([
      ['Discord: token', 'ok'],
      ['Discord: servers', 'ok'],
      ['Discord: roles', 'ok'],
      ['Discord: commands', 'ok'],
    ]);
  });

  it('tells how to register what is missing or old', async () => {
    const missing = await world.discord.check();
    await registerCommands(
      configOf(world.server),
      commands.map((command) => ({ ...command, summary: 'Before' })),
    );
    const old = await world.discord.check();

    expect(missing).toContainEqual(
      expect.objectContaining({
        subject: 'Discord: commands',
        level: 'problem',
        message: expect.stringContaining('recognize'),
        fix: expect.stringContaining('largesse discord register'),
      }),
    );
    expect(old).toContainEqual(expect.objectContaining({ subject: 'Discord: commands', level: 'warning' }));
  });

  it('gives the page to invite the bot when it is in no server', async () => {
    const server = await startDiscordServer();
    const findings = await platformFor(configOf(server)).check();
    await server.stop();

    expect(findings).toContainEqual(
      expect.objectContaining({
        subject: 'Discord: servers',
        level: 'problem',
        fix: expect.stringContaining(`client_id=${server.applicationId}`),
      }),
    );
  });

  it('tells where a working token comes from', async () => {
    const findings = await platformFor({ ...configOf(world.server), token: 'wrong' }).check();

    expect(findings).toMatchObject([{ level: 'problem', fix: expect.stringContaining('Reset Token') }]);
  });

  it('notices that commands go to another address', async () => {
    await registerCommands(configOf(world.server), commands);
    world.server.setInteractionsUrl('https://old-bot.example/interactions');

    expect(await world.discord.check()).toContainEqual(
      expect.objectContaining({
        level: 'problem',
        message: expect.stringContaining('Interactions Endpoint URL'),
      }),
    );
  });

  it('does not blame the token for an address that is not Discord’s', async () => {
    world.server.failNext({ kind: 'error', status: 404 });

    const findings = await world.discord.check();

    expect(findings).toMatchObject([{ level: 'problem', fix: expect.stringContaining('DISCORD_API_URL') }]);
  });

  it('notices the token of another application', async () => {
    const findings = await platformFor({
      ...configOf(world.server),
      applicationId: '123456789012345678',
    }).check();

    expect(findings).toMatchObject([
      { level: 'problem', message: expect.stringContaining(world.server.applicationId) },
    ]);
  });

  it('does not blame the token when Discord cannot be reached', async () => {
    await world.server.stop();

    const findings = await world.discord.check();

    expect(findings).toMatchObject([{ level: 'problem', message: expect.stringContaining('ECONNREFUSED') }]);
    expect(JSON.stringify(findings)).not.toContain('Reset Token');
  });

  function platformFor(config: ReturnType<typeof configOf>): ChatPlatform {
    return createDiscordPlatform(config, { log: silentLog, clock: world.clock, commands });
  }
});
