import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Fault } from '#test/servers/discord/discord-faults.ts';
import {
  createDiscordWorld,
  createSecondPlatform,
  type DiscordWorld,
  giftCard,
  plainCard,
} from './discord-world.ts';

describe('sending over Discord', () => {
  let world: DiscordWorld;
  let toAlice: ChatUser;

  beforeEach(async () => {
    world = await createDiscordWorld();
    toAlice = { platform: 'discord', workspaceId: world.guild, userId: world.alice };
  });

  afterEach(() => world.stop());

  const gift = { card: giftCard, key: 'delivery-1' };

  it('delivers a gift with its code, and keeps the code out of the notification', async () => {
    const outcome = await world.discord.sendDirectMessage(toAlice, gift);

    const [message] = world.server.messagesTo(world.alice);
    expect(outcome).toMatchObject({ status: 'sent', messageId: message?.id });
    expect(message?.content).toBe('Bob sent you a gift');
    expect(message?.text).toContain('ABCD-2345-EFGH-6789');
  });

  it('shows one message however often and from wherever the same delivery is sent', async () => {
    const other = createSecondPlatform(world);

    const first = await world.discord.sendDirectMessage(toAlice, gift);
    const second = await world.discord.sendDirectMessage(toAlice, gift);
    const third = await other.sendDirectMessage(toAlice, gift);

    expect(world.server.messagesTo(world.alice)).toHaveLength(1);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    await other.stop();
  });

  it('shows two messages for two deliveries, and for one that goes to two places', async () => {
    const { server, discord, alice, channel } = world;

    await discord.sendDirectMessage(toAlice, gift);
    await discord.sendDirectMessage(toAlice, { ...gift, key: 'delivery-2' });
    await discord.postToChannel(channel, toAlice, { card: plainCard('Look'), key: 'delivery-1' });

    expect(server.messagesTo(alice)).toHaveLength(2);
    expect(server.channelMessages(channel)).toHaveLength(1);
  });

  it('does not know whether it was sent when the answer is lost, and asking again shows it once', async () => {
    world.server.failNext({ kind: 'drop', after: true }, { path: '/messages' });

    const lost = await world.discord.sendDirectMessage(toAlice, gift);
    const again = await world.discord.sendDirectMessage(toAlice, gift);

    expect(lost.status).toBe('unknown');
    expect(again.status).toBe('sent');
    expect(world.server.messagesTo(world.alice)).toHaveLength(1);
  });

  it('takes closed direct messages as they are', async () => {
    world.server.setDms(world.alice, 'closed');

    const outcome = await world.discord.sendDirectMessage(toAlice, gift);

    expect(outcome).toMatchObject({ status: 'closed', reason: expect.stringContaining('50007') });
  });

  it('cannot reach who shares no server with the bot, nor who does not exist', async () => {
    const { server, discord } = world;
    const stranger = server.addUser({ name: 'stranger' });

    const toStranger = await discord.sendDirectMessage({ ...toAlice, userId: stranger }, gift);
    const toNobody = await discord.sendDirectMessage({ ...toAlice, userId: '123456789012345678' }, gift);

    expect(toStranger).toMatchObject({ status: 'closed', reason: expect.stringContaining('50278') });
    expect(toNobody).toMatchObject({ status: 'closed', reason: expect.stringContaining('10013') });
  });

  it.each<{ what: string; fault: Exclude<Fault, { kind: 'hold' }>; outcome: object }>([
    {
      what: 'a rate limit',
      fault: { kind: 'rate-limit', retryAfterMs: 2_000 },
      outcome: { status: 'later', retryAfterMs: expect.toSatisfy((ms: number) => ms >= 2_000 && ms < 2_500) },
    },
    {
      what: 'a global rate limit',
      fault: { kind: 'rate-limit', retryAfterMs: 3_000, isGlobal: true },
      outcome: { status: 'later', retryAfterMs: expect.toSatisfy((ms: number) => ms >= 2_900 && ms < 3_500) },
    },
    {
      what: 'opening direct messages too fast',
      fault: { kind: 'error', status: 400, code: 40003 },
      outcome: { status: 'later' },
    },
    { what: 'a fault of Discord', fault: { kind: 'error', status: 500 }, outcome: { status: 'unknown' } },
    { what: 'a fault on the way', fault: { kind: 'error', status: 503 }, outcome: { status: 'unknown' } },
    { what: 'a cut connection', fault: { kind: 'drop', after: false }, outcome: { status: 'unknown' } },
    {
      what: 'a missing permission',
      fault: { kind: 'error', status: 403, code: 50013 },
      outcome: { status: 'closed', reason: expect.stringContaining('Send Messages') },
    },
    {
      what: 'a ban of our address',
      fault: { kind: 'error', status: 403 },
      outcome: { status: 'closed', reason: expect.stringContaining('permissions') },
    },
    {
      what: 'a content filter',
      fault: { kind: 'error', status: 400, code: 200000 },
      outcome: { status: 'failed', reason: expect.stringContaining('filters') },
    },
    {
      what: 'a code that nobody knows',
      fault: { kind: 'error', status: 400, code: 987_654 },
      outcome: { status: 'closed', reason: expect.stringContaining('987654') },
    },
    {
      what: 'a message that Discord does not take',
      fault: { kind: 'error', status: 400, code: 50035 },
      outcome: { status: 'failed' },
    },
  ])('reports $what and tries only once', async ({ fault, outcome }) => {
    const { server, discord } = world;
    server.failNext(fault, { method: 'POST', path: '/messages' });

    const result = await discord.sendDirectMessage(toAlice, gift);

    expect(result).toMatchObject(outcome);
    expect(server.requests.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(1);
  });

  it('knows that nothing was sent when opening the direct messages fails', async () => {
    world.server.failNext({ kind: 'error', status: 500 }, { path: '/users/@me/channels' });

    const outcome = await world.discord.sendDirectMessage(toAlice, gift);

    expect(outcome.status).toBe('later');
  });

  it('does not wait for a spent rate limit either', async () => {
    const { server, discord } = world;
    server.failNext({ kind: 'last-of-bucket', resetAfterMs: 5_000 }, { path: '/messages' });

    await discord.sendDirectMessage(toAlice, gift);
    const next = await discord.sendDirectMessage(toAlice, { ...gift, key: 'delivery-2' });

    expect(next).toMatchObject({
      status: 'later',
      retryAfterMs: expect.toSatisfy((ms: number) => ms > 4_000),
    });
  });

  it('knows that nothing was sent when Discord cannot be reached', async () => {
    await world.server.stop();

    const outcome = await world.discord.sendDirectMessage(toAlice, gift);

    expect(outcome).toMatchObject({ status: 'later', reason: expect.stringContaining('ECONNREFUSED') });
  });

  it('says each time what to do about a refused token, asks Discord no more, and tries again in a minute', async () => {
    const { server, discord, clock } = world;
    const clear = { status: 'failed', reason: expect.stringContaining('DISCORD_TOKEN') };
    server.failNext({ kind: 'error', status: 401 });

    const results = [
      await discord.sendDirectMessage(toAlice, gift),
      await discord.sendDirectMessage(toAlice, gift),
      await discord.postToChannel(world.channel, toAlice, gift),
    ];
    expect(results).toMatchObject([clear, clear, clear]);
    expect(server.requests).toHaveLength(1);

    clock.advance(61_000);
    expect(await discord.sendDirectMessage(toAlice, gift)).toMatchObject({ status: 'sent' });
  });

  it('mentions the recipient in a channel and nobody else, whatever is written', async () => {
    const { server, discord, channel, alice, bob } = world;
    const rude = `@everyone <@${bob}> <@&${world.guild}> look`;
    const card = { ...plainCard(rude), blocks: [{ kind: 'quote' as const, text: rude }] };

    await discord.postToChannel(channel, toAlice, { card, key: 'rude' });

    const [message] = server.channelMessages(channel);
    expect(message?.pinged).toEqual([alice]);
    expect(message?.body.allowed_mentions).toEqual({ parse: [], users: [alice] });
    expect(message?.text).not.toMatch(/(?<!\\)<@&?(?!\d+> \\?@everyone)/);
  });

  it('takes a channel that it may not see as closed, and says what to do', async () => {
    const { server, discord, guild } = world;
    const hidden = server.addChannel(guild, 'board', { isHiddenFromBot: true });

    const outcome = await discord.postToChannel(hidden, toAlice, gift);
    const gone = await discord.postToChannel('123456789012345678', toAlice, gift);

    expect(outcome).toMatchObject({ status: 'closed', reason: expect.stringContaining('View Channel') });
    expect(gone).toMatchObject({ status: 'closed' });
  });

  it('posts nothing where the recipient does not see it', async () => {
    const { server, discord, guild, channel, alice: owner, bob } = world;
    const carol = server.addUser({ name: 'carol' });
    server.addMember(guild, carol);
    const toCarol = { ...toAlice, userId: carol };
    const stranger = server.addUser({ name: 'left' });
    const places = {
      hidden: server.addChannel(guild, 'board', { hiddenFrom: [carol] }),
      everybodys: server.addChannel(guild, 'staff', { hiddenFrom: [guild] }),
      thread: server.addChannel(guild, 'talk', { thread: { parentId: channel, userIds: [bob] } }),
      theirs: server.addChannel(guild, 'talk', { thread: { parentId: channel, userIds: [carol] } }),
    };

    const outcomes = await Promise.all(
      Object.values(places).map((place) => discord.postToChannel(place, toCarol, gift)),
    );
    const gone = await discord.postToChannel(channel, { ...toAlice, userId: stranger }, gift);

    const closed = { status: 'closed', reason: 'they do not see this channel' };
    expect(outcomes).toMatchObject([closed, closed, closed, { status: 'sent' }]);
    const toOwner = { ...toAlice, userId: owner };
    expect(await discord.postToChannel(places.everybodys, toOwner, gift)).toMatchObject({ status: 'sent' });
    expect(gone).toMatchObject({ status: 'closed', ends: 'account' });
    expect(server.channelMessages(places.hidden)).toEqual([]);
  });

  it('has posted nothing when Discord does not say whether the recipient sees it', async () => {
    const { server, discord, channel } = world;
    server.failNext({ kind: 'error', status: 503 }, { method: 'GET' });

    const outcome = await discord.postToChannel(channel, toAlice, gift);
    const again = await discord.postToChannel(channel, toAlice, gift);

    expect(outcome.status).toBe('later');
    expect(again.status).toBe('sent');
  });

  it('finds members with their roles, and nobody else', async () => {
    const { server, discord, guild, alice } = world;
    const sales = server.addRole(guild, 'Sales');
    server.addMember(guild, alice, { nick: 'Al', roleIds: [sales] });
    const stranger = server.addUser({ name: 'stranger' });

    expect(await discord.findUser(toAlice)).toEqual({
      name: 'Al',
      isBot: false,
      isDeactivated: false,
      roleIds: [sales],
      isGuest: false,
    });
    expect(await discord.findUser({ ...toAlice, userId: stranger })).toBeUndefined();
    expect(await discord.findUser({ ...toAlice, userId: '123456789012345678' })).toBeUndefined();
  });
});
