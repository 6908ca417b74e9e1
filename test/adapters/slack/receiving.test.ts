import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import { card, startBench } from './slack-bench.ts';

describe.each(['http', 'socket'] as const)('a command typed in Slack, over %s', (mode) => {
  it('reaches the host with its mention, channel and caller, and its card answers for the caller alone', async () => {
    await using bench = await startBench(mode);
    bench.host.answerWith(async () =>
      card('Sent', { tone: 'success', blocks: [{ kind: 'text', text: '25 & up' }] }),
    );

    const typed = await bench.slack.typeCommand({
      user: 'bob',
      text: '/Recognize @alice 25  for the <launch> & more',
      channel: 'launch',
    });

    expect(bench.host.calls).toEqual([
      {
        requestId: expect.stringMatching(/./) as string,
        caller: { platform: 'slack', workspaceId: bench.slack.teamId, userId: 'U0BOB' },
        channelId: 'C0LAUNCH',
        replyTo: expect.stringContaining('response') as string,
        command: 'recognize',
        input: {
          kind: 'text',
          pieces: [{ kind: 'user', userId: 'U0ALICE', label: 'alice' }, '25  for the <launch> & more'],
        },
      },
    ]);
    expect(typed).toMatchObject({
      outcome: 'acknowledged',
      shown: { visible: '✅ Sent\n25 & up', via: 'ack' },
    });
    expect(bench.slack.messagesIn('launch')).toEqual([]);
    expect(bench.slack.violations).toEqual([]);
  });

  it('says that it happened in no channel when typed in a direct message', async () => {
    await using bench = await startBench(mode);

    await bench.slack.typeCommand({ user: 'bob', text: '/balance' });

    expect(bench.host.calls).toMatchObject([{ channelId: null, command: 'balance', input: { pieces: [] } }]);
  });

  it('shows the waiting card in time when the host is slow, and the real one when it comes', async () => {
    await using bench = await startBench(mode);
    bench.host.answerWith(async () => {
      await sleep(2_900);
      return card('Late but here');
    });

    const typed = await bench.slack.typeCommand({
      user: 'bob',
      text: '/recognize @alice 25',
      channel: 'launch',
    });

    expect(typed).toMatchObject({ outcome: 'acknowledged', shown: { visible: 'One moment' } });
    await eventually(() => expect(bench.slack.ephemeralsTo('bob')).toHaveLength(2), 3_000);
    expect(bench.slack.ephemeralsTo('bob')[1]).toMatchObject({
      visible: 'Late but here',
      via: 'response_url',
    });
    expect(bench.slack.violations).toEqual([]);
  });

  it('tells the host which workspace it joined', async () => {
    await using bench = await startBench(mode);

    expect(bench.host.workspaces).toEqual([
      { platform: 'slack', workspaceId: bench.slack.teamId, name: 'Acme', isOurs: true },
    ]);
  });

  it('carries a pressed button, the same id twice told apart by value, and answers without touching the message', async () => {
    await using bench = await startBench(mode);
    bench.host.answerWith(async () =>
      card('Claimed', { blocks: [{ kind: 'code', code: new SecretCode('ABCD2345EFGH6789') }] }),
    );
    await bench.platform.sendDirectMessage(
      { platform: 'slack', workspaceId: 'T', userId: 'U0ALICE' },
      {
        key: 'd1',
        card: card('Two gifts', {
          actions: [
            { id: 'claim' as const, label: 'First', value: 'g1', style: 'primary' },
            { id: 'claim' as const, label: 'Second', value: 'g2', style: 'plain' },
          ],
        }),
      },
    );
    const [message] = bench.slack.messagesTo('alice');
    if (!message) throw new Error('no message came');

    await bench.slack.pressButton(message, 'First', 'alice');
    await bench.slack.pressButton(message, 'Second', 'alice');

    await eventually(() => expect(bench.slack.ephemeralsTo('alice')).toHaveLength(2));
    expect(bench.host.presses).toMatchObject([
      { actionId: 'claim', value: 'g1', channelId: null, caller: { userId: 'U0ALICE' } },
      { actionId: 'claim', value: 'g2', channelId: null, caller: { userId: 'U0ALICE' } },
    ]);
    expect(bench.slack.ephemeralsTo('alice')[0]).toMatchObject({
      visible: expect.stringContaining('ABCD-2345-EFGH-6789') as string,
    });
    expect(bench.slack.violations).toEqual([]);
  });

  it('acknowledges a press at once, however long the host takes', async () => {
    await using bench = await startBench(mode);
    const gate = new EventEmitter();
    const held = once(gate, 'open');
    bench.host.answerWith(async () => {
      await held;
      return card('At last');
    });
    const button = { id: 'claim' as const, label: 'Claim', value: 'g1', style: 'plain' as const };
    await bench.platform.sendDirectMessage(
      { platform: 'slack', workspaceId: 'T', userId: 'U0ALICE' },
      { key: 'd1', card: card('A gift', { actions: [button] }) },
    );
    const [message] = bench.slack.messagesTo('alice');
    if (!message) throw new Error('no message came');

    const pressed = await bench.slack.pressButton(message, 'claim', 'alice');

    expect(pressed.outcome).toBe('acknowledged');
    expect(bench.slack.ephemeralsTo('alice')).toEqual([]);
    gate.emit('open');
    await eventually(() => expect(bench.slack.ephemeralsTo('alice')).toHaveLength(1));
  });

  it('gives a command that is delivered twice the same request id', async () => {
    await using bench = await startBench(mode);

    const typed = await bench.slack.typeCommand({ user: 'bob', text: '/recognize @alice 25' });
    await bench.slack.redeliver(typed);

    const [first, second] = bench.host.calls;
    expect(first?.requestId).toBe(second?.requestId);
    expect(bench.host.calls).toHaveLength(2);
  });

  it('lets a slow command come to its end before it stops', async () => {
    const bench = await startBench(mode);
    bench.host.answerWith(async () => {
      await sleep(400);
      return card('Still answered');
    });
    const typing = bench.slack.typeCommand({ user: 'bob', text: '/recognize @alice 25' });
    await eventually(() => expect(bench.host.calls).toHaveLength(1));

    await bench.platform.stop();

    expect(await typing).toMatchObject({ outcome: 'acknowledged', shown: { visible: 'Still answered' } });
    await bench[Symbol.asyncDispose]();
  });

  it('says so in the log when the host breaks its word and rejects', async () => {
    await using bench = await startBench(mode, { limitMs: 300 });
    bench.host.answerWith(() => Promise.reject(new Error('the host broke')));

    const typed = await bench.slack.typeCommand({ user: 'bob', text: '/recognize @alice 25' });

    expect(typed.outcome).not.toBe('acknowledged');
    expect(bench.logs).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});

describe('the Slack webhook', () => {
  it('refuses a wrong signature, a stale one and none at all', async () => {
    await using bench = await startBench('http');
    const form = { command: '/recognize', text: '@alice 25', trigger_id: 't1' };
    const anHourAgoS = Math.floor(Date.now() / 1000) - 3_600;

    const refusals = [
      await bench.slack.postForm(form, { signature: `v0=${'0'.repeat(64)}` }),
      await bench.slack.postForm(form, { signature: 'v1=00' }),
      await bench.slack.postForm(form, { signature: '' }),
      await bench.slack.postForm(form, { timestampS: anHourAgoS }),
    ];

    expect(refusals).toEqual(refusals.map(() => ({ outcome: 'dispatch_failed', status: 401 })));
    expect(bench.host.calls).toEqual([]);
  });

  it('answers Slack’s ssl_check without a signature, and takes no command smuggled along', async () => {
    await using bench = await startBench('http');

    const answer = await bench.slack.postForm(
      { ssl_check: '1', command: '/recognize', text: '@alice 25' },
      { signature: 'v0=none' },
    );

    expect(answer).toEqual({ outcome: 'acknowledged', body: '' });
    expect(bench.host.calls).toEqual([]);
  });

  it('answers 404 to any other path or method, and 503 when it is not started', async () => {
    await using bench = await startBench('http');

    const asked = await fetch(bench.appUrl);
    await bench.platform.stop();
    const stopped = await fetch(bench.appUrl, { method: 'POST' });

    expect([asked.status, stopped.status]).toEqual([404, 503]);
  });

  it('says so to whoever typed a command that cannot be read, and names the missing fields in the log', async () => {
    await using bench = await startBench('http');

    const answer = await bench.slack.postForm({ command: '/recognize', text: 'my secret words' });

    expect(answer).toMatchObject({
      outcome: 'acknowledged',
      body: expect.stringContaining('could not read') as string,
    });
    expect(bench.logs).toContainEqual({
      level: 'warn',
      message: 'Slack sent something that could not be read',
      fields: {
        kind: 'command',
        fields: expect.arrayContaining([
          'team_id: expected string',
          'trigger_id: expected string',
        ]) as string[],
      },
    });
    expect(JSON.stringify(bench.logs)).not.toContain('secret words');
  });

  it.each([
    ['null as JSON', 'null', 'application/json'],
    ['null as a payload', 'payload=null', 'application/x-www-form-urlencoded'],
    ['a list', 'payload=[]', 'application/x-www-form-urlencoded'],
    [
      'a shortcut',
      `payload=${encodeURIComponent('{"type":"shortcut","callback_id":"x"}')}`,
      'application/x-www-form-urlencoded',
    ],
    ['an event', '{"type":"event_callback","event":{"type":"user_change"}}', 'application/json'],
  ])('acknowledges %s and lives on', async (_, body, contentType) => {
    await using bench = await startBench('http');

    expect(await bench.slack.postBody(body, contentType)).toEqual({ outcome: 'acknowledged', body: '' });
    expect(bench.host.calls).toEqual([]);
    expect(await bench.slack.typeCommand({ user: 'bob', text: '/balance' })).toMatchObject({ shown: {} });
  });

  it('refuses what is signed but neither JSON nor a form, and what is too long', async () => {
    await using bench = await startBench('http');

    const broken = await bench.slack.postBody('{', 'application/json');
    const long = await bench.slack.postBody('x'.repeat(300_000), 'application/json');

    expect([broken, long]).toEqual([
      { outcome: 'dispatch_failed', status: 400 },
      { outcome: 'dispatch_failed', status: 413 },
    ]);
  });

  it('reads a form whatever a proxy adds to its content type', async () => {
    await using bench = await startBench('http');
    const { payload } = await bench.slack.typeCommand({ user: 'bob', text: '/balance' });
    const body = new URLSearchParams(payload as Record<string, string>).toString();

    await bench.slack.postBody(body, 'application/x-www-form-urlencoded; charset=utf-8');

    expect(bench.host.calls.map(({ command }) => command)).toEqual(['balance', 'balance']);
  });

  it('answers the challenge that Slack sends when the address is entered', async () => {
    await using bench = await startBench('http');

    const answer = await bench.slack.postBody(
      '{"type":"url_verification","challenge":"c1"}',
      'application/json',
    );

    expect(answer).toEqual({ outcome: 'acknowledged', body: '{"challenge":"c1"}' });
  });

  it('is not there under Socket Mode', async () => {
    await using bench = await startBench('socket');

    expect(bench.platform.webhook).toBeUndefined();
  });
});

describe('starting on Slack', () => {
  it('says what is wrong, where, and what to do when the app is installed for a whole Enterprise organization', async () => {
    const slack = startBench('socket', { isEnterpriseInstall: true });

    await expect(slack).rejects.toMatchObject({
      trouble: {
        needsPerson: true,
        setting: 'SLACK_BOT_TOKEN',
        advice: expect.stringContaining('one of its workspaces') as string,
      },
    });
  });

  it('rejects when Slack does not know the token, or nothing says how commands arrive', async () => {
    await expect(startBench('socket', { config: { botToken: 'xoxb-wrong' } })).rejects.toThrow(
      'invalid_auth',
    );
    await expect(startBench('socket', { config: { appToken: 'xapp-wrong' } })).rejects.toThrow(
      'invalid_auth',
    );
    await expect(startBench('http', { config: { signingSecret: '' } })).rejects.toThrow(
      'SLACK_SIGNING_SECRET',
    );
  });
});
