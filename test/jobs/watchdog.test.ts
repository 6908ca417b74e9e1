import { describe, expect, it } from 'vitest';
import { createWatchdog, STUCK_MS, type WatchedWorker } from '#jobs/watchdog.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

/** A worker of deliveries at a time that the test sets, in milliseconds. */
function openScene() {
  const log = createRecordingLog();
  const state = { now: 0, openedAt: 0, takenAt: -Infinity, isRunning: false, replaced: 0 };
  const worker: WatchedWorker = {
    name: 'deliver-gift',
    openedAt: () => state.openedAt,
    takenAt: () => state.takenAt,
    isRunning: () => state.isRunning,
    replace() {
      state.replaced += 1;
      state.openedAt = state.now;
    },
  };
  const watchdog = createWatchdog([worker], { log, now: () => state.now });
  return {
    state,
    log,
    stuck: () => watchdog.stuck(),
    lookAt: (now: number, ageMs = STUCK_MS) => {
      state.now = now;
      watchdog.look(ageMs > 0 ? [{ job: 'deliver-gift', ageMs }] : []);
    },
  };
}

describe('the watchdog of the workers', () => {
  it('replaces a worker that takes nothing while rows are due, and says so', () => {
    const { state, log, lookAt, stuck } = openScene();

    lookAt(STUCK_MS - 1);
    expect(state.replaced).toBe(0);
    lookAt(STUCK_MS);

    expect(state.replaced).toBe(1);
    expect(stuck()).toEqual(['deliver-gift']);
    expect(log.lines).toMatchObject([
      {
        level: 'warn',
        fields: { job: 'deliver-gift', ageMs: STUCK_MS },
        message: expect.stringContaining('replaced') as string,
      },
    ]);
  });

  it('is content as soon as the new one takes something, or nothing is due', () => {
    const { state, lookAt, stuck } = openScene();
    lookAt(STUCK_MS);

    state.takenAt = STUCK_MS + 1;
    lookAt(STUCK_MS + 10_000);
    expect([state.replaced, stuck()]).toEqual([1, []]);

    state.takenAt = -Infinity;
    lookAt(STUCK_MS + 20_000, 0);
    expect([state.replaced, stuck()]).toEqual([1, []]);
  });

  it('gives each new worker its time', () => {
    const { state, lookAt } = openScene();

    for (let at = 0; at <= 3 * STUCK_MS; at += 10_000) lookAt(at);

    expect(state.replaced).toBe(3);
  });

  it('leaves a worker alone that works, that took something just now, or whose rows are young', () => {
    const { state, lookAt } = openScene();

    state.isRunning = true;
    lookAt(STUCK_MS);
    state.isRunning = false;
    state.takenAt = 1_000;
    lookAt(STUCK_MS);
    state.takenAt = -Infinity;
    lookAt(2 * STUCK_MS, STUCK_MS - 1);

    expect(state.replaced).toBe(0);
  });
});
