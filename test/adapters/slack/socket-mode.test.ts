import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { keepConnected } from '#src/process/keep-connected.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { type SlackBench, startBench } from './slack-bench.ts';

describe('Socket Mode', () => {
  it('opens another socket when Slack announces the end of one, and takes commands again', async () => {
    await using bench = await startKept();
    bench.slack.disconnectSockets('refresh_requested');
    await eventually(() => expect(opened(bench.slack.calls)).toBe(2), 5_000);
    await eventually(() => expect(bench.slack.openSockets()).toBe(1), 5_000);

    const typed = await bench.slack.typeCommand({ user: 'bob', text: '/recognize @alice 25' });

    expect(typed.outcome).toBe('acknowledged');
    expect(bench.slack.violations).toEqual([]);
  });

  it('still acknowledges what came over a socket that Slack wants closed', async () => {
    await using bench = await startKept();
    const gate = new EventEmitter();
    bench.host.answerWith(async () => {
      await once(gate, 'open');
      return bench.host.waiting;
    });
    const typing = bench.slack.typeCommand({ user: 'bob', text: '/balance' });
    await eventually(() => expect(bench.host.calls).toHaveLength(1));

    bench.slack.disconnectSockets('warning');
    await eventually(() => expect(bench.slack.openSockets()).toBe(2), 5_000);
    gate.emit('open');

    expect((await typing).outcome).toBe('acknowledged');
    await eventually(() => expect(bench.slack.openSockets()).toBe(1), 5_000);
  });

  it('goes on trying while Slack cannot be reached, and not before the time it is told', async () => {
    await using bench = await startKept();
    bench.slack.fail('apps.connections.open', { kind: 'status', status: 503 });
    bench.slack.fail('apps.connections.open', { kind: 'drop-before' });
    bench.slack.fail('apps.connections.open', { kind: 'rate-limit', retryAfterSeconds: 2 });
    const lostAt = performance.now();

    bench.slack.disconnectSockets('refresh_requested');

    await eventually(() => expect(opened(bench.slack.calls)).toBe(5), 12_000);
    await eventually(() => expect(bench.slack.openSockets()).toBe(1), 8_000);
    expect(performance.now() - lostAt).toBeGreaterThan(2_000);
  });

  it('does not storm a Slack that has too many sockets open', async () => {
    await using bench = await startKept();
    bench.slack.meetSocketsWith('hello, then too_many_websockets');

    bench.slack.disconnectSockets('too_many_websockets');
    await eventually(() => expect(pausesIn(bench)).toHaveLength(4), 10_000);

    expect(pausesIn(bench).at(-1)).toBeGreaterThanOrEqual(1_000);
    expect(bench.kept.state()).toMatchObject({
      trouble: { setting: 'SLACK_APP_TOKEN', advice: expect.stringContaining('fewer processes') as string },
    });
  });

  it('waits for a person when Socket Mode is switched off', async () => {
    await using bench = await startKept();

    bench.slack.disconnectSockets('link_disabled');

    await eventually(() =>
      expect(bench.kept.state()).toMatchObject({
        status: 'needs-person',
        trouble: { setting: 'SLACK_APP_TOKEN', reason: expect.stringContaining('switched off') as string },
      }),
    );
  });

  it('gives up a socket that says no hello, at once when it is to stop', async () => {
    const bench = await startBench('socket');
    await bench.platform.stop();
    bench.slack.meetSocketsWith('silence');
    const starting = bench.platform.start(bench.host).catch((error: unknown) => error);
    await eventually(() => expect(bench.slack.openSockets()).toBe(1));

    const stoppedAt = performance.now();
    await bench.platform.stop();

    expect(await starting).toMatchObject({ name: 'NotConnected' });
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    await bench[Symbol.asyncDispose]();
  });

  it('waits ten seconds for a hello, and no longer', async () => {
    const bench = await startBench('socket');
    await bench.platform.stop();
    bench.slack.meetSocketsWith('silence');

    await expect(bench.platform.start(bench.host)).rejects.toMatchObject({
      trouble: { reason: expect.stringContaining('hello') as string, needsPerson: false },
    });
    await bench[Symbol.asyncDispose]();
  });

  it.each([
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    'not JSON',
    '{"type":null,"envelope_id":9}',
    '{"type":"disconnected"}',
  ])('drops the frame %s and lives on', async (frame) => {
    await using bench = await startBench('socket');

    bench.slack.sendOverSockets(frame);

    expect((await bench.slack.typeCommand({ user: 'bob', text: '/balance' })).outcome).toBe('acknowledged');
    expect(bench.logs).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'Slack sent a frame that could not be read' }),
    );
  });

  it('closes its socket when stopped and opens no other', async () => {
    await using bench = await startBench('socket');

    await bench.platform.stop();

    await eventually(() => expect(bench.slack.openSockets()).toBe(0));
    expect(opened(bench.slack.calls)).toBe(1);
  });

  it('can be started again after it was stopped', async () => {
    await using bench = await startBench('socket');
    await bench.platform.stop();
    await bench.platform.start(bench.host);

    expect(await bench.slack.typeCommand({ user: 'bob', text: '/balance' })).toMatchObject({
      outcome: 'acknowledged',
    });
    await expect(bench.platform.start(bench.host)).rejects.toThrow('already connected');
  });
});

/** A bench whose platform is kept connected, as a process does it. */
async function startKept() {
  const bench = await startBench('socket');
  await bench.platform.stop();
  bench.slack.calls.length = 0;
  const log = createRecordingLog();
  const kept = keepConnected({ log, clock: { now: () => new Date() } }, bench.platform, bench.host);
  await kept.firstAttempt;
  await eventually(() => expect(bench.slack.openSockets()).toBe(1));
  return {
    ...bench,
    kept,
    steps: log.steps,
    async [Symbol.asyncDispose]() {
      await kept.stop();
      await bench[Symbol.asyncDispose]();
    },
  };
}

function pausesIn({ steps }: { steps: { fields: object }[] }): number[] {
  return steps.flatMap(({ fields }) => ('pauseMs' in fields ? [Number(fields.pauseMs)] : []));
}

function opened(calls: SlackBench['slack']['calls']): number {
  return calls.filter((call) => call === 'apps.connections.open').length;
}
