import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import {
  createConnectedWorld,
  createSecondPlatform,
  type DiscordWorld,
  giftCard,
  plainCard,
} from './discord-world.ts';

describe('typing a command in Discord', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createConnectedWorld();
  });

  afterEach(() => world.stop());

  it('hands over what was typed, who is meant and who typed it', async () => {
    const { server, host, guild, channel, alice, bob } = world;
    const marketing = server.addRole(guild, 'Marketing');
    server.addMember(guild, bob, { nick: 'Bobby', roleIds: [marketing] });

    const record = await server.useCommand({
      user: bob,
      guild,
      channel,
      name: 'recognize',
      options: { person: alice, amount: '25.00', message: 'for the *launch*' },
    });

    expect(host.calls).toMatchObject([
      {
        requestId: record.id,
        command: 'recognize',
        caller: { platform: 'discord', workspaceId: guild, userId: bob },
        callerProfile: { name: 'Bobby', isBot: false, isDeactivated: false, roleIds: [marketing] },
        channelId: channel,
        input: {
          kind: 'options',
          values: {
            person: {
              kind: 'user',
              userId: alice,
              profile: { name: 'Alice A.', isBot: false, isDeactivated: false, roleIds: [] },
            },
            amount: '25.00',
            message: 'for the *launch*',
          },
        },
      },
    ]);
  });

  it('names those who are mentioned in a message', async () => {
    const { server, host, channel, alice, bob } = world;

    await server.useCommand({
      user: bob,
      channel,
      name: 'recognize',
      options: { person: alice, amount: '1', message: `for helping <@${bob}>` },
    });

    expect(host.calls[0]?.input).toMatchObject({
      values: { message: ['for helping ', { kind: 'user', userId: bob }] },
    });
  });

  it('takes a crowd at once: answers do not count for Discord’s limit of fifty calls a second', async () => {
    const crowded = await createConnectedWorld({ interactionDeadlineMs: 90_000 });
    const { server, channel, bob } = crowded;
    const use = { user: bob, channel, name: 'balance', timeoutMs: 60_000 };
    // The second never ends in which they come.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());

    const records = await Promise.all(Array.from({ length: 120 }, () => server.useCommand(use)));

    expect(records.filter(({ outcome }) => outcome !== 'answered')).toEqual([]);
    vi.useRealTimers();
    await crowded.stop();
  }, 90_000);

  it('says that a bot is a bot', async () => {
    const { server, host, guild, channel, bob } = world;
    const robot = server.addUser({ name: 'robot', isBot: true });
    server.addMember(guild, robot);

    await server.useCommand({
      user: bob,
      channel,
      name: 'recognize',
      options: { person: robot, amount: '1' },
    });

    expect(host.calls[0]?.input).toMatchObject({ values: { person: { profile: { isBot: true } } } });
  });

  it('shows the answer to the caller alone', async () => {
    const { server, host, channel, bob } = world;
    host.reply = () => Promise.resolve(giftCard);

    const record = await server.useCommand({ user: bob, channel, name: 'balance' });

    expect(record.replies).toMatchObject([{ isEphemeral: true, pinged: [] }]);
    expect(record.replies[0]?.text).toContain('ABCD-2345-EFGH-6789');
    expect(server.channelMessages(channel)).toEqual([]);
  });

  it('answers Discord in time however long the command takes', async () => {
    const { server, host, channel, bob } = world;
    host.reply = async () => {
      await sleep(3_500);
      return plainCard('Slow but sure');
    };

    const record = await server.useCommand({ user: bob, channel, name: 'balance' });

    expect(record.outcome).toBe('answered');
    expect(record.firstResponseMs).toBeLessThan(1_000);
    expect(record.replies[0]?.text).toContain('Slow but sure');
  });

  it('shows the answer though Discord stumbles once', async () => {
    const { server, channel, bob } = world;
    server.failNext({ kind: 'error', status: 502 }, { method: 'PATCH', path: '@original' });

    const record = await server.useCommand({ user: bob, channel, name: 'balance' });

    expect(record.replies[0]?.text).toContain('Done');
  });

  it('keeps the code out of the log when the answer cannot be shown', async () => {
    const { server, host, logLines, channel, bob } = world;
    host.reply = () => Promise.resolve(giftCard);
    server.failNext({ kind: 'error', status: 400, code: 50035 }, { method: 'PATCH', path: '@original' });

    await expect(
      server.useCommand({ user: bob, channel, name: 'balance', timeoutMs: 1_000 }),
    ).rejects.toThrow('still thinking');

    expect(logLines).toContainEqual(expect.objectContaining({ level: 'warn' }));
    expect(JSON.stringify(logLines)).not.toContain('ABCD');
    expect(JSON.stringify(logLines)).not.toContain('interaction-token');
  });

  it.each([
    { why: 'another process has it', status: 400, code: 40060 },
    { why: 'it is too late', status: 404, code: 10062 },
  ])('does nothing with an interaction when $why', async ({ status, code }) => {
    const { server, host, logLines, channel, bob } = world;
    server.failNext({ kind: 'error', status, code }, { path: '/callback' });

    const record = await server.useCommand({ user: bob, channel, name: 'balance' });

    expect(record.outcome).toBe('failed');
    expect(host.calls).toEqual([]);
    expect(logLines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        fields: expect.objectContaining({ err: expect.objectContaining({ code: String(code) }) }),
      }),
    );
  });

  it('does a command once when two processes hear of it', async () => {
    const { server, host, channel, bob } = world;
    const other = createSecondPlatform(world);
    await other.start(host);

    await server.useCommand({ user: bob, channel, name: 'balance' });
    await sleep(200);

    expect(host.calls).toHaveLength(1);
    await other.stop();
  });
});

describe('typing a command in a busy Discord', () => {
  it('does nothing when the acknowledgement comes too late', async () => {
    const world = await createConnectedWorld({ interactionDeadlineMs: 300 });
    const { server, host, logLines, channel, bob } = world;
    const held = server.holdNext({ path: '/callback' });

    const record = await server.useCommand({ user: bob, channel, name: 'balance' });
    held.release();

    expect(record.outcome).toBe('failed');
    await eventually(
      () =>
        expect(logLines).toContainEqual(
          expect.objectContaining({
            level: 'warn',
            fields: expect.objectContaining({ err: expect.objectContaining({ code: '10062' }) }),
          }),
        ),
      10_000,
    );
    expect(host.calls).toEqual([]);
    await world.stop();
  });

  it('hears of each command once, with several shards in one process', async () => {
    const world = await createConnectedWorld({ shards: 2 });
    const { server, host, channel, bob } = world;

    await server.useCommand({ user: bob, channel, name: 'balance' });
    await server.useCommand({ user: bob, name: 'balance' });

    expect(new Set(server.identifies.map(({ shard }) => shard?.join('/')))).toEqual(new Set(['0/2', '1/2']));
    expect(host.calls).toHaveLength(2);
    await world.stop();
  });
});
