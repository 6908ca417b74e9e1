import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '#test/helpers/until.ts';
import { createConnectedWorld, createSecondPlatform, type DiscordWorld, plainCard } from './discord-world.ts';

describe('answering a command later', () => {
  let world: DiscordWorld;
  let aheadMs: number;

  beforeEach(async () => {
    aheadMs = 0;
    world = await createConnectedWorld({ now: () => Date.now() + aheadMs });
  });

  afterEach(() => world.stop());

  const outcome = { card: plainCard('Alice got it'), key: 'answer-1' };

  it('replaces the first answer, for the caller alone, from any process', async () => {
    const { server, host, channel, bob } = world;
    const worker = createSecondPlatform(world);
    const record = await server.useCommand({ user: bob, channel, name: 'balance' });

    const sent = await worker.answer(host.calls[0]?.replyTo ?? '', outcome);

    expect(sent).toMatchObject({ status: 'sent', messageId: record.replies[0]?.id });
    expect(record.replies).toMatchObject([
      { text: expect.stringContaining('Alice got it'), isEphemeral: true, pinged: [] },
    ]);
    await worker.stop();
  });

  it('waits until the first answer is out, which Discord would replace by it', async () => {
    const { server, host, channel, bob } = world;
    const held = server.holdNext({ method: 'PATCH', path: '@original' });

    const used = server.useCommand({ user: bob, channel, name: 'balance' });
    await held.arrived;
    const before = [...host.answered];
    held.release();
    const record = await used;
    await until('report', () => host.answered.length > 0);

    expect(host.calls[0]).toMatchObject({ requestId: record.id, isAnsweredFirst: true });
    expect(before).toEqual([]);
    expect(host.answered).toEqual([record.id]);
  });

  it('does not wait for a first answer that Discord refuses', async () => {
    const { server, host, channel, bob } = world;
    server.failNext({ kind: 'error', status: 404, code: 10015 }, { method: 'PATCH', path: '@original' });

    void server.useCommand({ user: bob, channel, name: 'balance' }).catch(() => undefined);

    expect(await until('report', () => host.answered[0])).toBe(host.calls[0]?.requestId);
  });

  it('is too late after a quarter of an hour, and does not bother Discord with it', async () => {
    const { server, discord, host, clock, channel, bob } = world;
    await server.useCommand({ user: bob, channel, name: 'balance' });
    clock.advance(15 * 60_000);
    const before = server.requests.length;

    const late = await discord.answer(host.calls[0]?.replyTo ?? '', outcome);

    expect(late.status).toBe('closed');
    expect(server.requests).toHaveLength(before);
  });

  it('believes Discord when it says that it is too late', async () => {
    const { server, discord, host, guild, channel, alice, bob } = world;
    await server.useCommand({ user: bob, channel, name: 'balance' });
    aheadMs = 16 * 60_000;

    const late = await discord.answer(host.calls[0]?.replyTo ?? '', outcome);
    const stillWorks = await discord.sendDirectMessage(
      { platform: 'discord', workspaceId: guild, userId: alice },
      outcome,
    );

    expect(late).toMatchObject({ status: 'closed', reason: expect.stringContaining('50027') });
    expect(stillWorks.status).toBe('sent');
  });

  it('has nowhere to answer what did not come from Discord', async () => {
    expect(await world.discord.answer('https://hooks.example.com/1', outcome)).toMatchObject({
      status: 'closed',
    });
  });
});
