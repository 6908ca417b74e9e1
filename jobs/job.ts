import type { DueJob } from '#src/app.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { JobDeps } from './job-deps.ts';

/** Run this row again after this many milliseconds. It uses up no attempt. */
export type Again = { again: number };

/** How a fault is waited out: the first delay in milliseconds, doubled at each further one, never above the second. */
export type Backoff = { firstMs: number; maxMs: number };

/**
 * What came of a batch, by id: an `Error` is that id's own fault, an id that is missing is done.
 * A batch that throws as a whole is split until the faulty id stands alone.
 */
export type BatchResults = ReadonlyMap<string, Again | Error>;

/** A row whose work failed for good, and why. */
export type FailedRun = { job: JobName; due: DueJob['due']; id: string; error: Error };

type Run<Deps> = (deps: Deps, id: string) => Promise<Again | void>;

type Timed = {
  /** A run that takes longer counts as a fault, though it may still be going on; 2 minutes when left out. */
  timeLimitMs?: number;
};

type RowJob<Deps> = Timed & {
  /** The rows it works on, by the name of their query: the sweep enqueues those that are due and were not taken. */
  due: DueJob['due'];
  everyMs?: never;
  /** Runs that may throw before the work fails for good; at least 1. */
  attempts: number;
  backoff: Backoff;
  /**
   * Tells people that the work on this row was given up, and why: `keepFailedJob` in all but special cases.
   * It may be called twice for one id. When it throws, the id is run again half a minute later.
   */
  onFailed: (deps: Deps, failed: FailedRun) => Promise<void>;
};

/** A job that runs an id at a time. */
export type SingleJob<Deps> = RowJob<Deps> & {
  /** How many ids one worker process runs at the same time. */
  concurrency: number;
  /** A fault is thrown: it is retried until the attempts are used up. `FailNow` fails for good at once. */
  run: Run<Deps>;
};

/** A job that runs many ids in one call. */
export type BatchJob<Deps> = RowJob<Deps> & {
  /** How many batches one worker process runs at the same time; what arrives meanwhile makes the next batch. */
  concurrency: number;
  /** The most ids in one batch; 100 when left out. */
  batchSize?: number;
  /** No batch holds an id twice. */
  runBatch: (deps: Deps, ids: readonly string[]) => Promise<BatchResults | void>;
};

/** A job that runs an id at a time, in steps of which many are made together. */
export type SteppedJob<Deps> = RowJob<Deps> & {
  /** How many ids one worker process runs at the same time. */
  concurrency: number;
  /** Gives what runs an id, as `SingleJob.run` does. It is called once a worker. */
  open: (deps: Deps) => (id: string) => ReturnType<Run<Deps>>;
};

/** A job that works on no row of its own. What fails is logged as a warning and left to the next run. */
export type TimerJob<Deps> = Timed & {
  /** How often it runs by itself, once for all worker processes together. */
  everyMs: number;
  due?: never;
  /** The id is always `all`. */
  run: Run<Deps>;
};

/** A definition for workers that are given these dependencies. */
export type JobDefinition<Deps, Name extends string = JobName> = { name: Name } & (
  | SingleJob<Deps>
  | BatchJob<Deps>
  | SteppedJob<Deps>
  | TimerJob<Deps>
);

/**
 * All there is to say of a job: its name, what wakes it, what it does, how often it is tried, and what becomes of a row
 * whose work fails for good. Its constant says this type, because `JobName` is read from it.
 *
 * Every run must be harmless when repeated: it looks at its row and does nothing when that is already done.
 * An id comes twice after a crash, a lost connection, or when the sweep enqueues it again.
 */
export type Job<Name extends string> = JobDefinition<JobDeps, Name>;

/** Throw it from a run to give up at once: trying again would not help. */
export class FailNow extends Error {
  override readonly name = 'FailNow';
}
