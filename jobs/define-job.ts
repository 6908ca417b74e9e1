import type { JobName } from '#src/ports/queue.ts';

/** Run this row again after this many milliseconds. It uses up no attempt. */
export type Again = { again: number };

/** How a fault is waited out: the first delay in milliseconds, doubled at each further one, never above the second. */
export type Backoff = { firstMs: number; maxMs: number };

/**
 * What came of a batch, by id: an `Error` is that id's own fault, an id that is missing is done.
 * A batch that throws as a whole is split until the faulty id stands alone.
 */
export type BatchResults = ReadonlyMap<string, Again | Error>;

type JobOptions<Deps> = {
  /** Runs that may throw before the id is given up; at least 1. */
  attempts: number;
  backoff: Backoff;
  /**
   * Tells people that this id was given up, and why; usually by writing it on the row.
   * It may be called twice for one id. When it throws, the id is run again half a minute later.
   */
  giveUp: (deps: Deps, id: string, error: Error) => Promise<void>;
  /** A run that takes longer counts as a fault, though it may still be going on; 2 minutes when left out. */
  timeLimitMs?: number;
  /** Enqueues the id `all` of this job so often, once for all worker processes together. */
  everyMs?: number;
};

/** A job that runs an id at a time. */
export type SingleJob<Deps> = JobOptions<Deps> & {
  /** How many ids one worker process runs at the same time. */
  concurrency: number;
  /** A fault is thrown: it is retried, then given up. `FailNow` is given up at once. */
  run: (deps: Deps, id: string) => Promise<Again | void>;
};

/** A job that runs many ids in one call. */
export type BatchJob<Deps> = JobOptions<Deps> & {
  /** How many batches one worker process runs at the same time; what arrives meanwhile makes the next batch. */
  concurrency: number;
  /** The most ids in one batch; 100 when left out. */
  batchSize?: number;
  /** No batch holds an id twice. */
  runBatch: (deps: Deps, ids: readonly string[]) => Promise<BatchResults | void>;
};

/** A job that runs an id at a time, in steps of which many are made together. */
export type SteppedJob<Deps> = JobOptions<Deps> & {
  /** How many ids one worker process runs at the same time. */
  concurrency: number;
  /** Gives what runs an id, as `SingleJob.run` does. It is called once a worker. */
  open: (deps: Deps) => (id: string) => Promise<Again | void>;
};

export type JobDefinition<Deps> = { name: JobName } & (SingleJob<Deps> | BatchJob<Deps> | SteppedJob<Deps>);

/** Throw it from a run to give the id up at once: trying again would not help. */
export class FailNow extends Error {
  override readonly name = 'FailNow';
}

/**
 * Says what is to be done with an enqueued id.
 *
 * Every run must be harmless when repeated: it looks at its row and does nothing when that is already done.
 * An id comes twice after a crash, a lost connection, or when the sweep enqueues it again.
 */
export function defineJob<Deps>(
  name: JobName,
  options: SingleJob<Deps> | BatchJob<Deps> | SteppedJob<Deps>,
): JobDefinition<Deps> {
  return { name, ...options };
}
