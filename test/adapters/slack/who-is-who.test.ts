import { describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import type { Card } from '#src/ports/message.ts';
import { card, type SlackBench, startBench } from './slack-bench.ts';

const question: Card = card('500 for Bob?', {
  actions: [{ id: 'decline', label: 'Decline', value: 'ask-1', style: 'danger' }],
});

async function openForm({ platform, slack }: SlackBench, presser = 'alice') {
  const to = { platform: 'slack', workspaceId: slack.teamId, userId: 'U0ALICE' };
  await platform.sendDirectMessage(to, { card: question, key: 'k' });
  const [message] = slack.messagesTo('alice');
  if (!message) throw new Error('the question did not arrive');
  await slack.pressButton(message, 'Decline', presser);
  const [form] = slack.viewsOf(presser);
  if (!form) throw new Error('no form opened');
  return form;
}

describe.each(['http', 'socket'] as const)('a user who changed in Slack, over %s', (mode) => {
  it.each([
    ['deactivated', { isDeleted: true }, { isDeactivated: true }],
    ['made a guest', { isRestricted: true }, { isGuest: true }],
    ['renamed', { realName: 'Alice Hargreaves' }, { name: 'Alice Hargreaves' }],
    ['of another company', { teamId: 'T0EVILCORP' }, { isOutsider: true }],
  ])('is told to the host: %s', async (_, change, seen) => {
    await using bench = await startBench(mode);

    const outcome = await bench.slack.changeUser('alice', change);

    expect(outcome).toBe('acknowledged');
    await eventually(() => expect(bench.host.changes).toHaveLength(1));
    const user = { platform: 'slack', workspaceId: bench.slack.teamId, userId: 'U0ALICE' };
    expect(bench.host.changes).toMatchObject([{ user, seen }]);
    expect(bench.host.calls).toEqual([]);
  });
});

describe('a form that is handed in', () => {
  it('from another workspace than it was opened in does nothing', async () => {
    await using bench = await startBench('http');
    const form = await openForm(bench);
    const submitted = await bench.slack.submitView(form, { Why: 'too much' });
    const { payload } = submitted;

    await bench.slack.redeliver({
      ...submitted,
      payload: { ...payload, team: { id: 'T0EVILCORP', domain: 'evil' } },
    });

    expect(bench.host.presses).toHaveLength(1);
  });

  it('by another user than pressed the button does nothing', async () => {
    await using bench = await startBench('http');
    const form = await openForm(bench);
    const submitted = await bench.slack.submitView(form, { Why: 'too much' });
    const { payload } = submitted;

    await bench.slack.redeliver({
      ...submitted,
      payload: { ...payload, user: { id: 'U0BOB', team_id: bench.slack.teamId } },
    });

    expect(bench.host.presses).toHaveLength(1);
  });
});

describe('a token of a whole Enterprise organization', () => {
  it('stops the start with what to do, and so says the doctor', async () => {
    await using bench = await startBench('send-only', { isEnterpriseInstall: true });

    await expect(bench.platform.start(bench.host)).rejects.toThrow(/one of its workspaces/u);
    expect(await bench.platform.check()).toContainEqual(
      expect.objectContaining({
        level: 'problem',
        fix: expect.stringMatching(/one of its workspaces/u) as string,
      }),
    );
  });
});
