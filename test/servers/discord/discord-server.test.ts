import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiscordServer, startDiscordServer } from './discord-server.ts';
import { findSpec } from '../published-specs.ts';

describe('the pretended Discord', () => {
  let server: DiscordServer;
  let channel: string;

  beforeEach(async () => {
    server = await startDiscordServer();
    channel = server.addChannel(server.addGuild('Acme'), 'general');
  });

  afterEach(() => server.stop());

  async function post(path: string, body: unknown, token = server.token) {
    const response = await fetch(`${server.url}/v10${path}`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { code?: number; id?: string } };
  }

  it.skipIf(!findSpec('discord')).each([
    { what: 'an unknown key', body: { content: 'x', colour: 'red' } },
    { what: 'an unknown key inside', body: { embeds: [{ title: 'x', tone: 'info' }] } },
    { what: 'a nonce of 26', body: { content: 'x', nonce: 'n'.repeat(26), enforce_nonce: true } },
    { what: 'a title of 257', body: { embeds: [{ title: 't'.repeat(257) }] } },
    { what: 'a button without a style', body: { components: [{ type: 1, components: [{ type: 2 }] }] } },
  ])('refuses $what and remembers it (skipped where its schema is absent)', async ({ body }) => {
    const answer = await post(`/channels/${channel}/messages`, body);

    expect(answer).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(server.violations).not.toEqual([]);
    expect(server.channelMessages(channel)).toEqual([]);
  });

  it('refuses what Discord refuses though its description does not say so', async () => {
    const path = `/channels/${channel}/messages`;

    expect(await post(path, { content: 'x'.repeat(2001) })).toMatchObject({ body: { code: 50035 } });
    expect(await post(path, {})).toMatchObject({ body: { code: 50006 } });
  });

  it('keeps the first of two messages with an enforced nonce, both of two without', async () => {
    const path = `/channels/${channel}/messages`;
    const first = await post(path, { content: 'one', nonce: 'n', enforce_nonce: true });
    const second = await post(path, { content: 'two', nonce: 'n', enforce_nonce: true });
    await post(path, { content: 'three', nonce: 'n' });

    expect(second.body.id).toBe(first.body.id);
    expect(server.channelMessages(channel).map(({ content }) => content)).toEqual(['one', 'three']);
  });

  it('knows its token, and calls an unknown route a violation', async () => {
    expect((await post(`/channels/${channel}/messages`, { content: 'x' }, 'wrong')).status).toBe(401);
    expect(server.violations).toEqual([]);

    expect((await post('/channels/1/gifts', {})).status).toBe(404);
    expect(server.violations).toHaveLength(1);
  });

  it('refuses again who comes before the time that it named, and calls that a violation', async () => {
    const path = `/channels/${channel}/messages`;
    const other = { recipient_id: server.addUser({ name: 'bob' }) };
    server.failNext({ kind: 'rate-limit', retryAfterMs: 2_000 }, { path });

    expect((await post(path, { content: 'one' })).status).toBe(429);
    expect((await post(path, { content: 'sent beside it' })).status).toBe(429);
    expect(server.violations).toEqual([]);
    await sleep(150);
    expect((await post(path, { content: 'two' })).status).toBe(429);
    expect((await post('/users/@me/channels', other)).status).toBe(200);
    await sleep(2_000);
    expect((await post(path, { content: 'three' })).status).toBe(200);

    expect(server.violations).toEqual([expect.stringContaining('too early')]);
  });

  it('pings whom the message names and allows, or anybody when it does not say', async () => {
    const path = `/channels/${channel}/messages`;
    await post(path, { content: '<@1> <@2> @everyone', allowed_mentions: { users: ['1'] } });
    await post(path, { content: '<@1> @everyone', allowed_mentions: { parse: [] } });
    await post(path, { content: '<@1> @everyone' });

    expect(server.channelMessages(channel).map(({ pinged }) => pinged)).toEqual([
      ['1'],
      [],
      ['1', 'everyone'],
    ]);
  });

  it('does not let people do what Discord would not', async () => {
    const user = server.addUser({ name: 'bob' });

    await expect(server.useCommand({ user, channel, name: 'nothing' })).rejects.toThrow('No command');
    await expect(server.pressButton({ user, message: '1', customId: 'x' })).rejects.toThrow(
      'sees no message',
    );
  });
});
