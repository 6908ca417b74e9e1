import { describe, expect, it, vi } from 'vitest';
import type { JobDefinition, SingleJob } from '#jobs/job.ts';
import { jobDelayMs, createRunner } from '#jobs/run-job.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

type Options = SingleJob<object>;

const FRESH = { id: 'gift-1', faults: 0, crashes: 0 };

function job(options: Partial<Options>): JobDefinition<object> {
  return {
    name: 'deliver-gift',
    due: 'deliveries',
    attempts: 3,
    backoff: { firstMs: 1000, maxMs: 60_000 },
    concurrency: 1,
    run: async () => undefined,
    onFailed: async () => undefined,
    ...options,
  };
}

async function fail(): Promise<never> {
  throw new Error('broken');
}

describe('running a job', () => {
  it('does not hold a crash of the worker against the job, until it has taken down more than ten', async () => {
    const run = vi.fn<Options['run']>(async () => undefined);
    const onFailed = vi.fn<Options['onFailed']>(async () => undefined);
    const take = createRunner(job({ run, onFailed, attempts: 1 }), {}, silentLog);

    expect(await take({ ...FRESH, crashes: 10 })).toEqual({ kind: 'done' });
    expect(await take({ ...FRESH, crashes: 11 })).toEqual({ kind: 'failed' });
    expect(run).toHaveBeenCalledTimes(1);
    expect(onFailed).toHaveBeenCalledExactlyOnceWith(
      {},
      { job: 'deliver-gift', due: 'deliveries', id: 'gift-1', error: new Error('Its worker died 11 times') },
    );
  });

  it('comes back when it could not even be given up, rather than be forgotten', async () => {
    const take = createRunner(job({ run: fail, onFailed: fail, attempts: 1 }), {}, silentLog);

    expect(await take(FRESH)).toEqual({ kind: 'again', delayMs: 30_000 });
  });

  it('gives up with the last attempt, not before', async () => {
    const take = createRunner(job({ run: fail }), {}, silentLog);

    expect(await take({ ...FRESH, faults: 1 })).toEqual({ kind: 'retry' });
    expect(await take({ ...FRESH, faults: 2 })).toEqual({ kind: 'failed' });
  });

  it('calls for nobody when a job fails that repeats by itself', async () => {
    const log = createRecordingLog();
    function errors(): number {
      return log.lines.filter(({ level }) => level === 'error').length;
    }

    await createRunner({ name: 'sweep', everyMs: 1000, run: fail }, {}, log)({ ...FRESH, id: 'all' });
    expect(errors()).toBe(0);
    await createRunner(job({ run: fail, attempts: 1 }), {}, log)(FRESH);
    expect(errors()).toBe(1);
  });

  it('takes a run that hangs for a fault, so that its job does not hang for good', async () => {
    const take = createRunner(
      job({ run: () => new Promise(() => undefined), timeLimitMs: 20 }),
      {},
      silentLog,
    );

    expect(await take(FRESH)).toEqual({ kind: 'retry' });
  });

  it('takes a batch that hangs for a fault, and runs the next one', async () => {
    const hanging: JobDefinition<object> = {
      name: 'issue-gifts',
      due: 'recognitions',
      attempts: 2,
      backoff: { firstMs: 1, maxMs: 1 },
      concurrency: 1,
      timeLimitMs: 20,
      runBatch: (_deps, ids) => (ids.includes('hangs') ? new Promise(() => undefined) : Promise.resolve()),
      onFailed: async () => undefined,
    };
    const take = createRunner(hanging, {}, silentLog);

    const verdicts = await Promise.all(['a', 'hangs', 'b'].map((id) => take({ ...FRESH, id })));

    expect(verdicts.map(({ kind }) => kind)).toEqual(['done', 'retry', 'done']);
    expect(await take({ ...FRESH, id: 'c' })).toEqual({ kind: 'done' });
  });

  it('waits longer after each fault, but never longer than allowed, and not all at the same time', () => {
    const waits = [1, 2, 3, 20, 500].map((faults) =>
      Array.from({ length: 50 }, () => jobDelayMs(job({}), faults)),
    );

    const [first = [], second = [], third = [], late = [], last = []] = waits;
    expect(Math.max(...first)).toBeLessThanOrEqual(1000);
    expect(Math.min(...second)).toBeGreaterThanOrEqual(1000);
    expect(Math.min(...third)).toBeGreaterThanOrEqual(2000);
    expect(Math.max(...late, ...last)).toBeLessThanOrEqual(60_000);
    expect(new Set(first).size).toBeGreaterThan(10);
  });
});
