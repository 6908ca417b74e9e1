import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTimer } from '#jobs/start-timer.ts';
import type { WaitingWork } from '#src/app.ts';

const DUE: WaitingWork[] = [{ job: 'deliver-gift', ageMs: 5_000 }];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A job every ten seconds, or every thirty while its look finds nothing. */
function open(look: () => Promise<WaitingWork[]>) {
  const enqueued: [number, number][] = [];
  const heard: (readonly WaitingWork[])[] = [];
  const enqueuer = {
    enqueueOnceEvery: async (_: string, everyMs: number) => void enqueued.push([Date.now(), everyMs]),
  };
  const startedAt = Date.now();
  const job = { name: 'sweep' as const, everyMs: 10_000, quietMs: 30_000, look, run: async () => undefined };
  const timer = startTimer({ enqueuer, onLook: (found) => heard.push(found), now: Date.now }, job, {});
  return {
    heard,
    timer,
    enqueued: () => enqueued.map(([at, everyMs]) => [(at - startedAt) / 1_000, everyMs / 1_000]),
  };
}

describe('a job by the clock', () => {
  it('runs at the start, and then seldom while there is nothing to do', async () => {
    const { enqueued } = open(async () => []);

    await vi.advanceTimersByTimeAsync(65_000);

    expect(enqueued()).toEqual([
      [0, 10],
      [30, 30],
      [60, 30],
    ]);
  });

  it('runs at the next look once there is something, and tells who listens', async () => {
    let found: WaitingWork[] = [];
    const { enqueued, heard, timer } = open(async () => found);
    await vi.advanceTimersByTimeAsync(12_000);

    found = DUE;
    await vi.advanceTimersByTimeAsync(20_000);
    timer.stop();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(enqueued()).toEqual([
      [0, 10],
      [20, 10],
      [30, 10],
    ]);
    expect(heard).toEqual([[], DUE, DUE]);
  });

  it('runs as usual where it cannot look', async () => {
    const { enqueued } = open(() => Promise.reject(new Error('no database')));

    await vi.advanceTimersByTimeAsync(20_000);

    expect(enqueued()).toEqual([
      [0, 10],
      [10, 10],
      [20, 10],
    ]);
  });
});
