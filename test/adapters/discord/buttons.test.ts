import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimCard, createConnectedWorld, type DiscordWorld, giftCard } from './discord-world.ts';

describe('pressing a button in Discord', () => {
  let world: DiscordWorld;

  beforeEach(async () => {
    world = await createConnectedWorld();
  });

  afterEach(() => world.stop());

  async function postClaim() {
    const { server, discord, guild, channel, alice } = world;
    const to = { platform: 'discord', workspaceId: guild, userId: alice };
    await discord.postToChannel(channel, to, { card: claimCard, key: 'claim-1' });
    const [message] = server.channelMessages(channel);
    if (message === undefined) throw new Error('Nothing was posted');
    return { message: message.id, customId: message.buttons[0]?.customId ?? '' };
  }

  it('shows what the recipient claims to the recipient alone', async () => {
    const { server, host, channel, guild, alice } = world;
    const button = await postClaim();
    host.reply = () => Promise.resolve(giftCard);

    const record = await server.pressButton({ user: alice, ...button });

    expect(host.presses).toMatchObject([
      {
        requestId: record.id,
        actionId: 'claim',
        value: 'gift-1',
        caller: { platform: 'discord', workspaceId: guild, userId: alice },
        channelId: channel,
      },
    ]);
    expect(record.replies).toMatchObject([{ isEphemeral: true }]);
    expect(record.replies[0]?.text).toContain('ABCD-2345-EFGH-6789');
    expect(
      server
        .channelMessages(channel)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain('ABCD');
  });

  it('tells truly who pressed when it is somebody else', async () => {
    const { server, host, bob } = world;

    await server.pressButton({ user: bob, ...(await postClaim()) });

    expect(host.presses).toMatchObject([{ caller: { userId: bob }, callerProfile: { name: 'bob' } }]);
  });

  it('works in direct messages too', async () => {
    const { server, discord, host, guild, alice } = world;
    const to = { platform: 'discord', workspaceId: guild, userId: alice };
    await discord.sendDirectMessage(to, { card: claimCard, key: 'claim-1' });
    const [message] = server.messagesTo(alice);

    await server.pressButton({ user: alice, message: message?.id ?? '', customId: 'claim:gift-1' });

    expect(host.presses).toMatchObject([{ channelId: null, caller: { workspaceId: guild, userId: alice } }]);
  });

  it('leaves no trace of a press on a button that is not ours', async () => {
    const { server, host, logLines, alice } = world;
    const { message } = await postClaim();
    const [shown] = server.channelMessages(world.channel);
    const button = shown?.body.components?.[0]?.components[0];
    if (button === undefined) throw new Error('No button was posted');
    button.custom_id = 'somebody-elses';

    const press = { user: alice, message, customId: 'somebody-elses', timeoutMs: 300 };
    const record = await server.pressButton(press);

    expect(record.outcome).toBe('silent');
    expect(record.replies).toEqual([]);
    expect(server.channelMessages(world.channel)).toMatchObject([{ id: message, text: shown?.text }]);
    expect(host.presses).toEqual([]);
    expect(logLines).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });
});
