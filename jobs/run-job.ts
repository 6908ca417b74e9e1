import { CHAIN_IDS } from '#src/domain/kit/chain-ids.ts';
import type { Log } from '#src/ports/log.ts';
import { comingFrom } from '#src/ports/way-in.ts';
import type { Again, Backoff, JobDefinition } from './job.ts';
import { FailNow } from './job.ts';
import { createFailureReport } from './report-failures.ts';
import { asError } from '#src/kit/errors.ts';
import { coalesce } from '#src/kit/coalesce.ts';
import { limit } from '#src/kit/limit.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import { withTimeout } from './with-timeout.ts';

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
/** Another process may have it, or this one before long. */
const MISSING_KEY_MS = 5_000;
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
  const report = createFailureReport(log.child({ job: definition.name }));
  const idName = definition.due && CHAIN_IDS[definition.due];
  function logOf({ id }: JobRun): Log {
    return log.child({ job: definition.name, ...(idName && { [idName]: id }) });
  }

  async function giveUp({ id }: JobRun, error: Error, runLog: Log): Promise<RunResult> {
    if (definition.everyMs !== undefined) {
      report('Job failed; it will run again on schedule', { id, err: error });
      return { kind: 'failed' };
    }
    try {
      const failed = { job: definition.name, due: definition.due, id, error };
      await comingFrom(`job:${definition.name}`, () =>
        withTimeout(definition.onFailed(deps, failed), GIVE_UP_AGAIN_MS),
      );
    } catch (err) {
      runLog.debug({ reason: error.message }, 'Job failed for good');
      report('Jobs failed for good and could not be kept as failed jobs; trying again', {
        id,
        err: asError(err),
      });
      return { kind: 'again', delayMs: GIVE_UP_AGAIN_MS };
    }
    runLog.error({ err: error }, 'Job failed for good and is kept as a failed job');
    return { kind: 'failed' };
  }

  return async function runOnce(jobRun) {
    const runLog = logOf(jobRun);
    if (jobRun.crashes > MAX_CRASHES)
      return giveUp(jobRun, new Error(`Its worker died ${jobRun.crashes} times`), runLog);
    try {
      runLog.debug({ attempt: jobRun.faults + 1 }, 'Job started');
      const result = await run(jobRun.id);
      runLog.debug({ againMs: result?.again }, 'Job done');
      return result ? { kind: 'again', delayMs: result.again } : { kind: 'done' };
    } catch (thrown) {
      const fault =
        thrown instanceof Error ? thrown : new Error('A job threw what is no error', { cause: thrown });
      if (fault instanceof MissingKey) {
        runLog.debug({ keys: [fault.keyId] }, 'Job left to a process that has the key');
        return { kind: 'again', delayMs: MISSING_KEY_MS };
      }
      const attempt = jobRun.faults + 1;
      if (fault instanceof FailNow || attempt >= retriesOf(definition).attempts)
        return giveUp(jobRun, fault, runLog);
      runLog.debug({ attempt, reason: fault.message }, 'Job failed');
      report('Jobs failed and will be retried', { id: jobRun.id, err: fault });
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
export function jobDelayMs<Deps>(definition: JobDefinition<Deps>, faults: number): number {
  const { firstMs, maxMs } = retriesOf(definition).backoff;
  const fullMs = Math.min(firstMs * 2 ** (faults - 1), maxMs);
  return Math.round(fullMs * (0.5 + Math.random() / 2));
}

function oneByOne<Deps>(
  definition: JobDefinition<Deps>,
  deps: Deps,
): (id: string) => Promise<Again | undefined | void> {
  const way = `job:${definition.name}` as const;
  const timeLimitMs = definition.timeLimitMs ?? TIME_LIMIT_MS;
  if ('runBatch' in definition) {
    return coalesce(
      (ids) => comingFrom(way, () => withTimeout(definition.runBatch(deps, ids), timeLimitMs)),
      {
        waitMs: COALESCE_MS,
        max: definition.batchSize ?? BATCH_SIZE,
        parallel: definition.concurrency,
        splitForMs: SPLIT_FOR_MS,
      },
    );
  }
  const run = 'open' in definition ? definition.open(deps) : (id: string) => definition.run(deps, id);
  return limit((id) => comingFrom(way, () => withTimeout(run(id), timeLimitMs)), idsAtOnce(definition));
}
