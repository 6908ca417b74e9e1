import { describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { startBench } from './slack-bench.ts';

describe.each(['http', 'socket'] as const)('what somebody writes to the bot in Slack, over %s', (mode) => {
  it('is answered where it was written', async () => {
    await using bench = await startBench(mode);

    const outcome = await bench.slack.writeToBot('alice', 'redeem ABCD-EFGH & more');

    expect(outcome).toBe('acknowledged');
    await eventually(() => expect(bench.slack.messagesTo('alice')).toHaveLength(1));
    expect(bench.host.messages).toMatchObject([
      {
        caller: { platform: 'slack', workspaceId: bench.slack.teamId, userId: 'U0ALICE' },
        pieces: ['redeem ABCD-EFGH & more'],
      },
    ]);
    expect(bench.slack.messagesTo('alice')[0]?.text).toContain('This is what I can do');
    expect(bench.slack.violations).toEqual([]);
  });
});

it.each([
  ['the bot itself', { bot_id: 'B0LARGESSE' }],
  ['an edit', { subtype: 'message_changed' }],
  ['a channel', { channel_type: 'channel' }],
])('leaves a message alone that comes from %s', async (_, more) => {
  await using bench = await startBench('http');

  const outcome = await bench.slack.writeToBot('alice', 'hi', more);

  expect(outcome).toBe('acknowledged');
  expect(bench.host.messages).toEqual([]);
  expect(bench.slack.messagesTo('alice')).toEqual([]);
});
