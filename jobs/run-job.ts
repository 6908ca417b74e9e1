import type { Log } from '#src/ports/log.ts';
import type { Again, JobDefinition } from './define-job.ts';
import { ParkNow } from './define-job.ts';
import { gather } from '#src/kit/gather.ts';
import { limit } from './limit.ts';
import { within } from './within.ts';

/** What the queue knows of a job. `faults` counts the runs that threw, `crashes` the workers that died with it. */
export type Rung = { id: string; faults: number; crashes: number };

/** What the queue is to do with a job after a run. */
export type Verdict =
  | { kind: 'done' }
  | { kind: 'again'; delayMs: number }
  | { kind: 'retry' }
  | { kind: 'parked' };

/** A crash is the worker's fault, not the job's; but a job that takes down this many workers is the reason. */
const MAX_CRASHES = 10;
const PARK_AGAIN_MS = 30_000;
const GATHER_MS = 5;
const BATCH_SIZE = 100;
const SPLIT_FOR_MS = 10_000;
/** A hanging run keeps its lock; without a limit nobody would ever take its job over. */
const TIME_LIMIT_MS = 120_000;

/** How many ids a worker takes at the same time: two batches of a gathered job, so that one fills while one runs. */
export function idsAtOnce<Deps>(definition: JobDefinition<Deps>): number {
  if (!('runBatch' in definition)) return definition.concurrency;
  return (definition.concurrency + 1) * (definition.batchSize ?? BATCH_SIZE);
}

/**
 * Returns the function that runs a rung job and says what is to become of it. It never rejects:
 * faults become `retry` while attempts are left, then the definition's `park` is called.
 */
export function createRunner<Deps>(
  definition: JobDefinition<Deps>,
  deps: Deps,
  log: Log,
): (rung: Rung) => Promise<Verdict> {
  const run = oneByOne(definition, deps);

  async function park({ id }: Rung, fault: Error): Promise<Verdict> {
    const context = { job: definition.name, id, err: fault };
    try {
      await within(definition.park(deps, id, fault), PARK_AGAIN_MS);
    } catch (err) {
      log.error({ ...context, err, fault: fault.message }, 'a job that failed for good could not be parked');
      return { kind: 'again', delayMs: PARK_AGAIN_MS };
    }
    // What repeats by itself needs nobody: its `park` says what there is to say.
    if (!definition.everyMs) log.error(context, 'a job failed for good and was parked');
    return { kind: 'parked' };
  }

  return async function runRung(rung) {
    if (rung.crashes > MAX_CRASHES) return park(rung, new Error(`Its worker died ${rung.crashes} times`));
    try {
      const result = await run(rung.id);
      return result ? { kind: 'again', delayMs: result.again } : { kind: 'done' };
    } catch (thrown) {
      const fault =
        thrown instanceof Error ? thrown : new Error('A job threw what is no error', { cause: thrown });
      const attempt = rung.faults + 1;
      if (fault instanceof ParkNow || attempt >= definition.attempts) return park(rung, fault);
      log.warn(
        { job: definition.name, id: rung.id, attempt, err: fault },
        'a job failed and will be retried',
      );
      return { kind: 'retry' };
    }
  };
}

/** The delay before the next attempt, in milliseconds: exponential, between half and all of it by chance. */
export function backoffMs<Deps>(definition: JobDefinition<Deps>, faults: number): number {
  const { firstMs, maxMs } = definition.backoff;
  const fullMs = Math.min(firstMs * 2 ** (faults - 1), maxMs);
  return Math.round(fullMs * (0.5 + Math.random() / 2));
}

function oneByOne<Deps>(
  definition: JobDefinition<Deps>,
  deps: Deps,
): (id: string) => Promise<Again | undefined | void> {
  const timeLimitMs = definition.timeLimitMs ?? TIME_LIMIT_MS;
  if ('runBatch' in definition) {
    return gather((ids) => within(definition.runBatch(deps, ids), timeLimitMs), {
      waitMs: GATHER_MS,
      max: definition.batchSize ?? BATCH_SIZE,
      parallel: definition.concurrency,
      splitForMs: SPLIT_FOR_MS,
    });
  }
  const run = 'open' in definition ? definition.open(deps) : (id: string) => definition.run(deps, id);
  return limit((id) => within(run(id), timeLimitMs), definition.concurrency);
}
