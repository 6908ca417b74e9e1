import { describe, expect, it, vi } from 'vitest';
import { startBench } from './slack-bench.ts';

describe('Socket Mode', () => {
  it('opens another socket when Slack announces the end of one, and takes commands again', async () => {
    await using bench = await startBench('socket');
    bench.slack.disconnectSockets('refresh_requested');
    await vi.waitFor(() => expect(opened(bench.slack.calls)).toBe(2), 5_000);
    await vi.waitFor(() => expect(bench.slack.openSockets()).toBe(1), 5_000);

    const typed = await bench.slack.typeCommand({ user: 'bob', text: '/recognize @alice 25' });

    expect(typed.outcome).toBe('acknowledged');
    expect(bench.slack.violations).toEqual([]);
  });

  it('goes on trying while Slack cannot be reached', async () => {
    await using bench = await startBench('socket');
    bench.slack.fail('apps.connections.open', { kind: 'status', status: 503 });
    bench.slack.fail('apps.connections.open', { kind: 'drop-before' });
    bench.slack.fail('apps.connections.open', { kind: 'rate-limit', retryAfterSeconds: 1 });

    bench.slack.disconnectSockets('link_disabled');

    await vi.waitFor(
      () => expect(bench.logs.filter((line) => 'failures' in line.fields)).toHaveLength(3),
      8_000,
    );
    await vi.waitFor(() => expect(bench.slack.openSockets()).toBe(1), 8_000);
  });

  it('closes its socket when stopped and opens no other', async () => {
    await using bench = await startBench('socket');

    await bench.platform.stop();

    await vi.waitFor(() => expect(bench.slack.openSockets()).toBe(0));
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

function opened(calls: string[]): number {
  return calls.filter((call) => call === 'apps.connections.open').length;
}
