import { describe, expect, it } from 'vitest';
import type { Fault } from '#test/servers/slack/faults.ts';
import type { SlackChannel } from '#test/servers/slack/slack-state.ts';
import { findSpec } from '#test/servers/published-specs.ts';
import { SHARED_CHANNEL } from '#src/ports/chat.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { card, startBench } from './slack-bench.ts';

const post = { key: 'post-1', card: card('Morgan thanks Alice') };

/** Posts in a channel that is like this. */
async function postIn(channel: Partial<SlackChannel>, fault?: Fault, scopes?: string[]) {
  await using bench = await startBench('send-only', scopes ? { scopes } : {});
  const { id: channelId } = bench.slack.addChannel({ name: 'kudos', hasBot: true, ...channel });
  if (fault) bench.slack.fail('conversations.info', fault);
  const outcome = await bench.platform.postForAll({ channelId, mentions: [] }, post);
  return { outcome, posted: bench.slack.messagesIn('kudos'), violations: bench.slack.violations };
}

describe('a post for all on Slack', () => {
  it('stands in a channel of the workspace alone', async () => {
    const { outcome, posted, violations } = await postIn({});

    expect([outcome.status, posted.length, violations]).toEqual(['sent', 1, []]);
  });

  it.each<[string, Partial<SlackChannel>]>([
    ['is in a channel', { isExtShared: true }],
    ['is invited to one', { isPendingExtShared: true }],
  ])('stands nowhere where another organization %s', async (_, channel) => {
    const { outcome, posted } = await postIn(channel);

    expect(outcome).toEqual({ status: 'closed', reason: SHARED_CHANNEL });
    expect(posted).toEqual([]);
  });

  it.each<[string, Fault, SendOutcome['status']]>([
    ['does not answer', { kind: 'status', status: 500 }, 'later'],
    ['drops the connection', { kind: 'drop-before' }, 'later'],
    ['asks to wait', { kind: 'rate-limit', retryAfterSeconds: 7 }, 'later'],
    ['does not know the channel', { kind: 'error', error: 'channel_not_found' }, 'closed'],
    ['lacks the scope', { kind: 'error', error: 'missing_scope' }, 'failed'],
  ])('is not sent while Slack cannot say who reads it: it %s', async (_, fault, status) => {
    const { outcome, posted } = await postIn({}, fault);

    expect([outcome.status, posted]).toEqual([status, []]);
  });

  it.skipIf(!findSpec('slackMethods'))(
    'is not sent with a token that may not look (skipped where Slack’s descriptions are not at hand)',
    async () => {
      const scopes = ['commands', 'chat:write', 'chat:write.public'];
      const { outcome, posted } = await postIn({}, undefined, scopes);

      expect([outcome.status, posted]).toEqual(['failed', []]);
    },
  );
});
