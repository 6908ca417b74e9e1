import { describe, expect, it } from 'vitest';
import type { Fault } from '#test/servers/slack/faults.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { card, startBench } from './slack-bench.ts';

const message = { key: 'answer-1', card: card('It was sent') };
const minute = 60_000;

async function startWithReply(options: Parameters<typeof startBench>[1] = {}) {
  const bench = await startBench('http', options);
  await bench.slack.typeCommand({ user: 'bob', text: '/recognize @alice 25', channel: 'launch' });
  return {
    bench,
    replyTo: bench.host.calls[0]?.replyTo ?? '',
    [Symbol.asyncDispose]: bench[Symbol.asyncDispose],
  };
}

describe('answering a Slack command later', () => {
  it('shows the card to the caller alone, beside what stands there', async () => {
    await using asked = await startWithReply();
    const { bench, replyTo } = asked;

    const outcome = await bench.platform.answer(replyTo, message);

    expect(outcome).toEqual({ status: 'sent', messageId: 'answer-1' });
    expect(bench.slack.ephemeralsTo('bob')).toMatchObject([
      { via: 'ack' },
      { via: 'response_url', visible: 'It was sent', channelId: 'C0LAUNCH' },
    ]);
    expect(bench.slack.violations).toEqual([]);
  });

  it('is closed after 30 minutes, without asking Slack', async () => {
    await using asked = await startWithReply();
    const { bench, replyTo } = asked;

    bench.advance(29 * minute);
    expect(await bench.platform.answer(replyTo, message)).toMatchObject({ status: 'sent' });
    bench.advance(minute);

    expect(await bench.platform.answer(replyTo, message)).toMatchObject({ status: 'closed' });
    expect(bench.slack.calls.filter((call) => call === 'response_url')).toHaveLength(1);
  });

  it('is closed when Slack’s own clock says so', async () => {
    let offsetMs = 0;
    await using asked = await startWithReply({ now: () => Date.now() + offsetMs });
    offsetMs = 31 * minute;

    expect(await asked.bench.platform.answer(asked.replyTo, message)).toMatchObject({ status: 'closed' });
  });

  it('is closed once the five answers that Slack takes are spent', async () => {
    await using asked = await startWithReply();
    const outcomes = [];
    for (let count = 0; count < 6; count += 1) {
      outcomes.push((await asked.bench.platform.answer(asked.replyTo, message)).status);
    }

    expect(outcomes).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'closed']);
  });

  it.each<[string, Fault, object]>([
    ['a rate limit', { kind: 'rate-limit', retryAfterSeconds: 2 }, { status: 'later', retryAfterMs: 2_000 }],
    ['a server error', { kind: 'status', status: 503 }, { status: 'unknown' }],
    ['a dropped connection', { kind: 'drop-before' }, { status: 'unknown' }],
    ['an answer that was lost', { kind: 'drop-after' }, { status: 'unknown' }],
    ['a spent address', { kind: 'status', status: 410 }, { status: 'closed' }],
    ['a refused message', { kind: 'error', error: 'invalid_blocks' }, { status: 'failed' }],
    ['a channel that is gone', { kind: 'error', error: 'channel_not_found' }, { status: 'closed' }],
  ])('says what came of %s', async (_, fault, expected) => {
    await using asked = await startWithReply();
    asked.bench.slack.fail('response_url', fault);

    expect(await asked.bench.platform.answer(asked.replyTo, message)).toMatchObject(expected);
  });

  it('comes without its picture when Slack cannot fetch that', async () => {
    await using asked = await startWithReply();
    const { bench, replyTo } = asked;
    const url = `https://gifts.example.com/store/pictures/${'a'.repeat(64)}`;
    const pictured = card('A mug', {
      blocks: [{ kind: 'text', text: 'Blue', picture: { url, alt: 'Mug' } }],
    });
    expect(await bench.platform.answer(replyTo, { ...message, card: pictured })).toMatchObject({
      status: 'sent',
    });
    expect(JSON.stringify(bench.slack.ephemeralsTo('bob').at(-1)?.blocks)).toContain(url);
    bench.slack.fail('response_url', { kind: 'error', error: 'invalid_blocks' });

    expect(await bench.platform.answer(replyTo, { ...message, card: pictured })).toMatchObject({
      status: 'sent',
    });
    expect(bench.slack.ephemeralsTo('bob').at(-1)).toMatchObject({ visible: 'A mug\nBlue' });
    expect(JSON.stringify(bench.slack.ephemeralsTo('bob').at(-1)?.blocks)).not.toContain(url);
    expect(bench.slack.violations).toEqual([]);
  });

  it('comes by itself when it has a picture, because Slack does not say what it takes of an acknowledgement', async () => {
    await using bench = await startBench('http');
    const url = `https://gifts.example.com/store/pictures/${'a'.repeat(64)}`;
    const pictured = card('A mug', {
      blocks: [{ kind: 'text', text: 'Blue', picture: { url, alt: 'Mug' } }],
    });
    bench.host.answerWith(async () => pictured);
    bench.slack.fail('response_url', { kind: 'error', error: 'invalid_blocks' });

    await bench.slack.typeCommand({ user: 'bob', text: '/store', channel: 'launch' });
    await eventually(() => {
      expect(bench.slack.ephemeralsTo('bob')).toMatchObject([
        { via: 'response_url', visible: 'A mug\nBlue' },
      ]);
    });

    expect(bench.slack.violations).toEqual([]);
  });

  it('goes to Slack and nowhere else', async () => {
    await using asked = await startWithReply();
    const { bench, replyTo } = asked;
    const places = [
      'https://evil.example/x',
      'https://slack.com.evil.example/x',
      'https://evilslack.com/x',
      'http://hooks.slack.com/x',
      'file:///etc/passwd',
    ].map((responseUrl) => JSON.stringify({ ...(JSON.parse(replyTo) as object), responseUrl }));

    const outcomes = await Promise.all(
      [...places, 'not JSON', '{}', ''].map((place) => bench.platform.answer(place, message)),
    );

    expect(outcomes.map((outcome) => outcome.status)).toEqual(outcomes.map(() => 'failed'));
  });

  it('tries a late card again when Slack is busy', async () => {
    await using bench = await startBench('http');
    bench.slack.fail('response_url', { kind: 'rate-limit', retryAfterSeconds: 1 });
    const button = { id: 'claim' as const, label: 'Claim', value: 'g', style: 'plain' as const };
    const to = { platform: 'slack', workspaceId: 'T', userId: 'U0ALICE' };
    await bench.platform.sendDirectMessage(to, { key: 'd', card: card('Gift', { actions: [button] }) });
    const [seen] = bench.slack.messagesTo('alice');
    if (!seen) throw new Error('no message came');

    await bench.slack.pressButton(seen, 'claim', 'alice');

    await expect.poll(() => bench.slack.ephemeralsTo('alice').length, { timeout: 20_000 }).toBe(1);
  });
});
