import type { Log } from '#src/ports/log.ts';
import type { Again, Backoff, JobDefinition } from './job.ts';
import { FailNow } from './job.ts';
import { coalesce } from '#src/kit/coalesce.ts';
import { limit } from '#src/kit/limit.ts';
import { within } from './within.ts';

/** What the queue knows about a job. `faults` counts the runs that threw, `crashes` the workers that died with it. */
export type JobRun = { id: string; faults: number; crashes: number };

/** What the queue should do with a job after a run. */
export type RunResult =
  | { kind: 'done' }
  | { kind: 'again'; delayMs: number }
  | { kind: 'retry' }
  | { kind: 'failed' };

/** A crash is blamed on the worker, not the job; but a job that takes down this many workers is the cause. */
const MAX_CRASHES = 10;
const GIVE_UP_AGAIN_MS = 30_000;
const COALESCE_MS = 5;
const BATCH_SIZE = 100;
const SPLIT_FOR_MS = 10_000;
/** A hanging run keeps its lock; without a limit nobody would ever take over its job. */
const TIME_LIMIT_MS = 120_000;

/** How many ids a worker takes at once: two batches of a batch job, so that one fills while one runs. */
export function idsAtOnce<Deps>(definition: JobDefinition<Deps>): number {
  if (definition.everyMs !== undefined) return 1;
  if (!('runBatch' in definition)) return definition.concurrency;
  return (definition.concurrency + 1) * (definition.batchSize ?? BATCH_SIZE);
}

/**
 * Returns a function that runs an enqueued id and says what the queue should do next. It never rejects: faults become
 * `retry` while attempts are left, then it calls the definition's `onFailed`.
 */
export function createRunner<Deps>(
  definition: JobDefinition<Deps>,
  deps: Deps,
  log: Log,
): (jobRun: JobRun) => Promise<RunResult> {
  const run = oneByOne(definition, deps);
  const jobLog = log.child({ job: definition.name });

  async function giveUp({ id }: JobRun, error: Error): Promise<RunResult> {
    const context = { id, err: error };
    if (definition.everyMs !== undefined) {
      jobLog.warn(context, 'Job failed; it will run again on schedule');
      return { kind: 'failed' };
    }
    try {
      const failed = { job: definition.name, due: definition.due, id, error };
      await within(definition.onFailed(deps, failed), GIVE_UP_AGAIN_MS);
    } catch (err) {
      jobLog.warn(
        { ...context, err, fault: error.message },
        'Job failed for good and could not be kept as a failed job; trying again',
      );
      return { kind: 'again', delayMs: GIVE_UP_AGAIN_MS };
    }
    jobLog.error(context, 'Job failed for good and is kept as a failed job');
    return { kind: 'failed' };
  }

  return async function runOnce(jobRun) {
    if (jobRun.crashes > MAX_CRASHES)
      return giveUp(jobRun, new Error(`Its worker died ${jobRun.crashes} times`));
    try {
      jobLog.debug({ id: jobRun.id, attempt: jobRun.faults + 1 }, 'Job started');
      const result = await run(jobRun.id);
      jobLog.debug({ id: jobRun.id, againMs: result?.again }, 'Job done');
      return result ? { kind: 'again', delayMs: result.again } : { kind: 'done' };
    } catch (thrown) {
      const fault =
        thrown instanceof Error ? thrown : new Error('A job threw what is no error', { cause: thrown });
      const attempt = jobRun.faults + 1;
      if (fault instanceof FailNow || attempt >= retriesOf(definition).attempts) return giveUp(jobRun, fault);
      jobLog.warn({ id: jobRun.id, attempt, err: fault }, 'Job failed and will be retried');
      return { kind: 'retry' };
    }
  };
}

/** A timer needs no retry: it runs again anyway. */
const NO_RETRY = { attempts: 1, backoff: { firstMs: 1_000, maxMs: 1_000 } };

function retriesOf<Deps>(definition: JobDefinition<Deps>): { attempts: number; backoff: Backoff } {
  return definition.everyMs === undefined ? definition : NO_RETRY;
}

/** The delay before the next attempt, in milliseconds: exponential, randomly scaled to between half and all of it. */
export function backoffMs<Deps>(definition: JobDefinition<Deps>, faults: number): number {
  const { firstMs, maxMs } = retriesOf(definition).backoff;
  const fullMs = Math.min(firstMs * 2 ** (faults - 1), maxMs);
  return Math.round(fullMs * (0.5 + Math.random() / 2));
}

function oneByOne<Deps>(
  definition: JobDefinition<Deps>,
  deps: Deps,
): (id: string) => Promise<Again | undefined | void> {
  const timeLimitMs = definition.timeLimitMs ?? TIME_LIMIT_MS;
  if ('runBatch' in definition) {
    return coalesce((ids) => within(definition.runBatch(deps, ids), timeLimitMs), {
      waitMs: COALESCE_MS,
      max: definition.batchSize ?? BATCH_SIZE,
      parallel: definition.concurrency,
      splitForMs: SPLIT_FOR_MS,
    });
  }
  const run = 'open' in definition ? definition.open(deps) : (id: string) => definition.run(deps, id);
  return limit((id) => within(run(id), timeLimitMs), idsAtOnce(definition));
}
