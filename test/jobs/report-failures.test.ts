import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobDefinition } from '#jobs/job.ts';
import { createFailureReport } from '#jobs/report-failures.ts';
import { createRunner } from '#jobs/run-job.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

const QUIET_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'Date'] }));
afterEach(() => void vi.useRealTimers());

function start() {
  const log = createRecordingLog();
  const report = createFailureReport(log, { quietMs: QUIET_MS });
  function fail(id: string, message: string): void {
    report('Jobs failed', { id, err: new Error(message) });
  }
  return { fail, said: () => log.lines.map(({ fields }) => fields) };
}

describe('the report of failures', () => {
  it('says a batch that fails in one line, with its first ids and how many they are', async () => {
    const { fail, said } = start();

    for (let id = 1; id <= 25; id += 1) fail(`gift-${id}`, 'the database is away');
    await vi.advanceTimersByTimeAsync(1);

    const ids = Array.from({ length: 10 }, (_, index) => `gift-${index + 1}`);
    expect(said()).toEqual([{ ids, count: 25, err: new Error('the database is away') }]);
  });

  it('says what fails later of the same cause once a minute, whichever ids it is about, and leaves nothing out', async () => {
    const { fail, said } = start();

    for (let second = 0; second < 600; second += 1) {
      fail(
        `gift-${second}`,
        `gift 0190a1b2-0000-7000-8000-${String(second).padStart(12, '0')} is locked by ${second}`,
      );
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(2 * QUIET_MS);

    const counts = said().map((fields) => (fields as { count: number }).count);
    expect(counts.length).toBeLessThanOrEqual(11);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(600);
  });

  it('says another cause at once, and the first one at once when it comes back after a calm minute', async () => {
    const { fail, said } = start();

    fail('a', 'the database is away');
    fail('b', 'no such department');
    await vi.advanceTimersByTimeAsync(1);
    const atOnce = said().length;
    await vi.advanceTimersByTimeAsync(QUIET_MS);
    fail('c', 'the database is away');
    await vi.advanceTimersByTimeAsync(1);

    expect(atOnce).toBe(2);
    expect(said()).toHaveLength(3);
  });
});

it('ten minutes in which every batch of a job fails are some lines, and each id is still told at debug', async () => {
  const log = createRecordingLog();
  const job: JobDefinition<object> = {
    name: 'issue-gifts',
    due: 'recognitions',
    attempts: 1_000,
    backoff: { firstMs: 1, maxMs: 1 },
    concurrency: 1,
    runBatch: () => Promise.reject(new Error('the database is away')),
    onFailed: async () => undefined,
  };
  const take = createRunner(job, {}, log);

  for (let second = 0; second < 60; second += 1) {
    const runs = Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        take({ id: `gift-${second}-${index}`, faults: second, crashes: 0 }),
      ),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await runs;
  }

  expect(log.lines.length).toBeLessThanOrEqual(11);
  expect(log.lines[0]).toMatchObject({
    level: 'warn',
    message: 'Jobs failed and will be retried',
    fields: { job: 'issue-gifts' },
  });
  expect(log.steps.filter(({ message }) => message === 'Job failed')).toHaveLength(600);
});
