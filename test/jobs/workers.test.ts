import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobDefinition } from '#jobs/job.ts';
import { STUCK_MS } from '#jobs/watchdog.ts';
import { startWorkers, type Taker } from '#jobs/workers.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server on which a worker waits for ever: jobs reach only the worker that was opened last, once it is woken. */
function openBench() {
  const takers: Taker[] = [];
  const closed: number[] = [];
  return {
    takers,
    closed,
    bench: {
      start(_definition: unknown, take: Taker) {
        const index = takers.push(take) - 1;
        return {
          waitUntilReady: () => Promise.resolve(),
          close: async () => void closed.push(index),
          on: () => undefined,
        };
      },
      disconnect: () => undefined,
    },
  };
}

it('replaces a worker that hangs, works on with the new one, and closes it', async () => {
  const log = createRecordingLog();
  const { bench, takers, closed } = openBench();
  const ran: string[] = [];
  const definitions: JobDefinition<object>[] = [
    {
      name: 'sweep',
      everyMs: 10_000,
      look: async () => [{ job: 'sweep', ageMs: performance.now() }],
      run: async (_, id) => void ran.push(id),
    },
  ];
  const enqueuer = {
    enqueue: async () => undefined,
    enqueueLater: async () => undefined,
    enqueueOnceEvery: async () => undefined,
    close: async () => undefined,
  };
  const workers = startWorkers(bench, { log, warn: () => undefined, enqueuer }, {}, definitions);

  await vi.advanceTimersByTimeAsync(STUCK_MS);
  const stuck = workers.stuck();
  await takers[1]?.(['all'], { faults: 0, crashes: 0 });
  await vi.advanceTimersByTimeAsync(20_000);

  expect([takers.length, closed, stuck, ran, workers.stuck()]).toEqual([2, [0], ['sweep'], ['all'], []]);
  expect(log.lines).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      message: 'Worker took nothing though work was due; it is replaced',
    }),
  );
  await workers.close();
  expect(closed).toEqual([0, 1]);
});
