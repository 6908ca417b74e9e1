import { expect, it } from 'vitest';
import type { Card } from '#src/ports/message.ts';
import { card, type SlackBench, startBench } from './slack-bench.ts';

const question: Card = card('500 for Bob?', {
  actions: [{ id: 'decline', label: 'Decline', value: 'ask-1', style: 'danger' }],
});

async function pressDecline({ platform, slack }: SlackBench) {
  const to = { platform: 'slack', workspaceId: slack.teamId, userId: 'U0ALICE' };
  await platform.sendDirectMessage(to, { card: question, key: 'k' });
  const [message] = slack.messagesTo('alice');
  if (!message) throw new Error('the question did not arrive');
  return slack.pressButton(message, 'Decline', 'alice');
}

it('leaves a press whose form Slack does not open without an answer, so that Slack marks the button', async () => {
  await using bench = await startBench('socket', { limitMs: 300 });
  bench.slack.fail('views.open', { kind: 'error', error: 'expired_trigger_id' });

  const pressed = await pressDecline(bench);

  expect(pressed.outcome).toBe('operation_timeout');
  expect(bench.host.presses).toEqual([]);
  expect(bench.logs).toContainEqual(
    expect.objectContaining({ level: 'warn', message: 'Slack did not open a form' }),
  );
});

it('keeps a form open whose required field holds nothing but blanks, and says so beside it', async () => {
  await using bench = await startBench('http');
  await pressDecline(bench);
  const [form] = bench.slack.viewsOf('alice');
  if (!form) throw new Error('no form opened');

  const submitted = await bench.slack.submitView(form, { Why: ' \n ' });

  expect(submitted).toMatchObject({ outcome: 'acknowledged', errors: { reason: 'Only blanks' } });
  expect(bench.slack.viewsOf('alice')).toHaveLength(1);
  expect(bench.host.presses).toEqual([]);
});

it('takes a form that is handed in twice for one request', async () => {
  await using bench = await startBench('http');
  await pressDecline(bench);
  const [form] = bench.slack.viewsOf('alice');
  if (!form) throw new Error('no form opened');

  await bench.slack.redeliver(await bench.slack.submitView(form, { Why: 'too much' }));

  const ids = bench.host.presses.map(({ requestId }) => requestId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(bench.host.presses[0]).toMatchObject({ value: 'ask-1', fields: { reason: 'too much' } });
});
