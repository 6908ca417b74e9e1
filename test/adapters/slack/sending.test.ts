import type { SlackUser } from '#test/servers/slack/slack-state.ts';
import { describe, expect, it } from 'vitest';
import { createSlackPlatform } from '#adapters/chat/slack/platform.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { Fault } from '#test/servers/slack/faults.ts';
import { findSpec } from '#test/servers/published-specs.ts';
import { card, startBench } from './slack-bench.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const alice = { platform: 'slack', workspaceId: 'T0LARGESSE', userId: 'U0ALICE' };
const code = new SecretCode('ABCD2345EFGH6789');
const gift = {
  key: 'delivery-1',
  card: card('A gift from Bob', {
    tone: 'success',
    blocks: [{ kind: 'code', code }],
    actions: [{ id: 'redeem', label: 'Redeem', value: 'g1', style: 'primary' }],
  }),
};

const NO_DIRECT_MESSAGES: Partial<SendOutcome> = { status: 'closed', ends: 'direct-messages' };

describe('a direct message on Slack', () => {
  it('reaches the person with its code, marked with its delivery, and the code is not in the notification', async () => {
    await using bench = await startBench('send-only');

    const outcome = await bench.platform.sendDirectMessage(alice, gift);

    const [message, ...rest] = bench.slack.messagesTo('alice');
    expect(outcome).toMatchObject({ status: 'sent', messageId: `D0ALICE/${message?.ts}` });
    expect(rest).toEqual([]);
    expect(message?.visible).toContain('ABCD-2345-EFGH-6789');
    expect(message?.text).toBe('A gift from Bob');
    expect(message?.metadata).toEqual({
      event_type: 'largesse_delivery',
      event_payload: { key: 'delivery-1' },
    });
    expect(bench.slack.violations).toEqual([]);
  });

  it.each<[string, Fault, Partial<SendOutcome>]>([
    ['a rate limit', { kind: 'rate-limit', retryAfterSeconds: 7 }, { status: 'later', retryAfterMs: 7_000 }],
    ['a rate limit without a time', { kind: 'rate-limit', retryAfterSeconds: null }, { status: 'later' }],
    [
      'ratelimited in a 200',
      { kind: 'error', error: 'ratelimited', retryAfterSeconds: 3 },
      { status: 'later', retryAfterMs: 3_000 },
    ],
    ['rate_limited in a 200', { kind: 'error', error: 'rate_limited' }, { status: 'later' }],
    ['a server error', { kind: 'status', status: 500 }, { status: 'unknown' }],
    ['a bad gateway', { kind: 'status', status: 502 }, { status: 'unknown' }],
    ['a page that is no answer', { kind: 'garbage' }, { status: 'unknown' }],
    ['a connection that drops', { kind: 'drop-before' }, { status: 'unknown' }],
    ['fatal_error', { kind: 'error', error: 'fatal_error' }, { status: 'unknown' }],
    ['internal_error', { kind: 'error', error: 'internal_error' }, { status: 'unknown' }],
    ['a wrong address', { kind: 'status', status: 404 }, { status: 'failed' }],
    ['channel_not_found', { kind: 'error', error: 'channel_not_found' }, NO_DIRECT_MESSAGES],
    ['messages_tab_disabled', { kind: 'error', error: 'messages_tab_disabled' }, NO_DIRECT_MESSAGES],
    ['user_disabled', { kind: 'error', error: 'user_disabled' }, { status: 'closed', ends: 'account' }],
    ['user_not_found', { kind: 'error', error: 'user_not_found' }, { status: 'closed', ends: 'account' }],
    ['user_not_visible', { kind: 'error', error: 'user_not_visible' }, { status: 'closed', ends: 'account' }],
    ['restricted_action', { kind: 'error', error: 'restricted_action' }, { status: 'closed' }],
    ['cannot_dm_bot', { kind: 'error', error: 'cannot_dm_bot' }, NO_DIRECT_MESSAGES],
    ['is_archived', { kind: 'error', error: 'is_archived' }, { status: 'closed' }],
    ['invalid_auth', { kind: 'error', error: 'invalid_auth' }, { status: 'failed' }],
    ['token_revoked', { kind: 'error', error: 'token_revoked' }, { status: 'failed' }],
    ['token_expired', { kind: 'error', error: 'token_expired' }, { status: 'failed' }],
    ['account_inactive', { kind: 'error', error: 'account_inactive' }, { status: 'failed' }],
    ['missing_scope', { kind: 'error', error: 'missing_scope' }, { status: 'failed' }],
    ['not_in_channel', { kind: 'error', error: 'not_in_channel' }, { status: 'closed' }],
    ['a code that nobody knows', { kind: 'error', error: 'brand_new_code' }, { status: 'closed' }],
    ['invalid_blocks', { kind: 'error', error: 'invalid_blocks' }, { status: 'failed' }],
  ])('asks Slack once and says what came of %s', async (_, fault, expected) => {
    await using bench = await startBench('send-only');
    bench.slack.fail('chat.postMessage', fault, 5);

    const outcome = await bench.platform.sendDirectMessage(alice, gift);

    expect(outcome).toEqual({ ...expected, reason: expect.stringMatching(/./) as string });
    expect(bench.slack.messagesTo('alice')).toEqual([]);
    expect(bench.slack.calls).toEqual(['chat.postMessage']);
  });

  it('is unknown, and not sent again, when Slack stored it and the answer was lost', async () => {
    await using bench = await startBench('send-only');
    bench.slack.fail('chat.postMessage', { kind: 'drop-after' });

    const outcome = await bench.platform.sendDirectMessage(alice, gift);

    expect(outcome.status).toBe('unknown');
    expect(bench.slack.messagesTo('alice')).toHaveLength(1);
    expect(bench.slack.calls).toEqual(['chat.postMessage']);
  });

  it('is unknown when Slack does not answer in 10 s', async () => {
    await using bench = await startBench('send-only');
    const release = bench.slack.hold('chat.postMessage');

    const outcome = await bench.platform.sendDirectMessage(alice, gift);

    release();
    expect(outcome).toMatchObject({ status: 'unknown' });
  });

  it('may be asked again later when Slack refuses the connection: nothing was sent', async () => {
    await using bench = await startBench('send-only');
    const { platform, slack } = bench;
    await slack.stop();

    const outcome = await platform.sendDirectMessage(alice, gift);

    expect(outcome).toMatchObject({ status: 'later', reason: 'Slack is out of reach: ECONNREFUSED' });
  });

  it.skipIf(!findSpec('slackMethods'))(
    'says what to do when the bot lacks a scope (skipped where Slack’s descriptions are not at hand)',
    async () => {
      await using bench = await startBench('send-only', { scopes: ['commands'] });

      const outcome = await bench.platform.sendDirectMessage(alice, gift);

      expect(outcome).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining('largesse slack manifest') as string,
      });
    },
  );

  it('writes no code into the log, whatever goes wrong', async () => {
    await using bench = await startBench('send-only');
    bench.slack.fail('chat.postMessage', { kind: 'drop-before' });
    bench.slack.fail('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });

    const outcomes = [
      await bench.platform.sendDirectMessage(alice, gift),
      await bench.platform.sendDirectMessage(alice, gift),
    ];

    expect(JSON.stringify([outcomes, bench.logs])).not.toMatch(/ABCD|xoxb/);
  });
});

describe('a post in a Slack channel', () => {
  it('mentions the person and nobody else, whatever the words say', async () => {
    await using bench = await startBench('send-only');
    const loud = card('<!channel> look', { blocks: [{ kind: 'quote', text: '<@U0BOB> <!here>' }] });

    const outcome = await bench.platform.postToChannel('C0LAUNCH', alice, { key: 'k', card: loud });

    expect(outcome.status).toBe('sent');
    expect(bench.slack.messagesIn('launch')).toMatchObject([{ mentions: ['U0ALICE'] }]);
    expect(bench.slack.violations).toEqual([]);
  });

  it('is refused with what to do in a channel that the bot cannot post to', async () => {
    await using bench = await startBench('send-only', { scopes: ['chat:write'] });
    bench.slack.addChannel({ name: 'secret', isPrivate: true });
    bench.slack.addChannel({ name: 'old', isArchived: true, hasBot: true });
    const outcomes = await Promise.all(
      ['C0LAUNCH', 'C0SECRET', 'C0OLD'].map((each) => bench.platform.postToChannel(each, alice, gift)),
    );

    expect(outcomes).toMatchObject([
      { status: 'closed', reason: expect.stringContaining('/invite') as string },
      { status: 'closed' },
      { status: 'closed' },
    ]);
  });

  it('is not attempted for what is no user id', async () => {
    await using bench = await startBench('send-only');

    const outcome = await bench.platform.postToChannel('C0LAUNCH', { ...alice, userId: '!channel' }, gift);

    expect(outcome.status).toBe('failed');
    expect(bench.slack.calls).toEqual([]);
  });
});

describe('looking a user up on Slack', () => {
  it('gives name, address and standing', async () => {
    await using bench = await startBench('send-only');
    bench.slack.addUser({ name: 'robot', isBot: true });
    bench.slack.addUser({ name: 'slackbot', id: 'USLACKBOT', isBot: true });
    bench.slack.addUser({ name: 'gone', isDeleted: true });
    bench.slack.addUser({ name: 'stranger', isStranger: true });

    const found = await Promise.all(
      ['U0ALICE', 'U0ROBOT', 'USLACKBOT', 'U0GONE', 'U0STRANGER', 'U0NOBODY'].map((userId) =>
        bench.platform.findUser({ ...alice, userId }),
      ),
    );

    const member = {
      isBot: false,
      isDeactivated: false,
      isGuest: false,
      isOutsider: false,
      isEmailUnconfirmed: false,
    };
    expect(found).toEqual([
      { ...member, name: 'Alice Liddell', email: 'alice@acme.example' },
      { ...member, name: 'robot', isBot: true },
      { ...member, name: 'slackbot', isBot: true },
      { ...member, name: 'gone', isDeactivated: true },
      { ...member, name: 'stranger', isOutsider: true },
      undefined,
    ]);
    expect(bench.slack.violations).toEqual([]);
  });

  it.each([
    ['belongs to another company', { teamId: 'T0EVILCORP' }, { isOutsider: true }],
    [
      'is in our workspace of the Enterprise organization',
      { teamId: 'T0HOME', enterpriseTeams: ['T0HOME', 'T0LARGESSE'] },
      { isOutsider: false },
    ],
    [
      'is in other workspaces of the Enterprise organization',
      { teamId: 'T0HOME', enterpriseTeams: ['T0HOME'] },
      { isOutsider: true },
    ],
    ['is a guest in several channels', { isRestricted: true }, { isGuest: true }],
    ['is a guest in one channel', { isRestricted: null, isUltraRestricted: true }, { isGuest: true }],
    ['has not confirmed the address', { isEmailConfirmed: false }, { isEmailUnconfirmed: true }],
    ['has confirmed it', { isEmailConfirmed: true }, { isEmailUnconfirmed: false }],
    [
      'comes with nulls',
      { hasNulls: true },
      { name: 'eve', isBot: false, isDeactivated: false, isGuest: false },
    ],
  ] as const)('tells who %s', async (_, user, told) => {
    await using bench = await startBench('send-only');
    bench.slack.addUser({ name: 'eve', ...(user as Partial<SlackUser>) });

    expect(await bench.platform.findUser({ ...alice, userId: 'U0EVE' })).toMatchObject(told);
  });

  it('throws when Slack cannot be asked, so that nobody is taken for unknown', async () => {
    await using bench = await startBench('send-only');
    bench.slack.fail('users.info', { kind: 'status', status: 500 });

    await expect(bench.platform.findUser(alice)).rejects.toThrow('500');
  });
});

describe('the pretended Slack', () => {
  it.skipIf(!findSpec('slackMethods'))(
    'notices what Slack would refuse (skipped where Slack’s descriptions are not at hand)',
    async () => {
      await using bench = await startBench('send-only');
      async function call(args: Record<string, string>): Promise<unknown> {
        const response = await fetch(`${bench.slack.apiUrl}chat.postMessage`, {
          method: 'POST',
          headers: { authorization: `Bearer ${bench.slack.botToken}` },
          body: new URLSearchParams(args),
        });
        return response.json();
      }

      const answers = [
        await call({ channel: 'U0ALICE', text: 'x', colour: 'red' }),
        await call({ text: 'x' }),
        await call({ channel: 'U0ALICE', text: 'x', unfurl_links: 'perhaps' }),
        await call({
          channel: 'U0ALICE',
          text: 'x',
          blocks: '[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]',
        }),
        await call({ channel: 'U0ALICE', text: 'x', blocks: '[' }),
        await call({ channel: 'U0ALICE', text: 'x', metadata: '{}' }),
        await call({ channel: 'U0ALICE' }),
      ];

      expect(answers).toMatchObject(
        [
          'invalid_arguments',
          'invalid_arguments',
          'invalid_arguments',
          'invalid_blocks',
          'invalid_blocks_format',
          'invalid_metadata_format',
          'no_text',
        ].map((error) => ({ ok: false, error })),
      );
      expect(bench.slack.violations).toHaveLength(answers.length);
    },
  );
});

describe('the Slack adapter', () => {
  it('needs no signing secret and no app token to send', async () => {
    await using bench = await startBench('send-only');
    const { botToken, apiUrl } = bench.slack;
    const sender = createSlackPlatform(
      { botToken, apiUrl },
      { log: silentLog, clock: { now: () => new Date() } },
    );

    expect(await sender.sendDirectMessage(alice, gift)).toMatchObject({ status: 'sent' });
  });
});
