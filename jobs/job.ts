import type { DueJob, WaitingWork } from '#src/app.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { JobDeps } from './job-deps.ts';

/** Runs this row again after this many milliseconds, without using up an attempt. */
export type Again = { again: number };

/** The delay after a fault, in milliseconds: `firstMs`, doubled after each further fault, up to `maxMs`. */
export type Backoff = { firstMs: number; maxMs: number };

/**
 * A batch's results by id: an `Error` is that id's own fault, and a missing id is done.
 * A batch that throws as a whole is split until the faulty id is alone.
 */
export type BatchResults = ReadonlyMap<string, Again | Error>;

/** A row whose work failed for good, and why. */
export type FailedRun = { job: JobName; due: DueJob['due']; id: string; error: Error };

type Run<Deps> = (deps: Deps, id: string) => Promise<Again | void>;

type Timed = {
  /** A longer run counts as a fault, though it may still be going; 2 minutes by default. */
  timeLimitMs?: number;
};

type RowJob<Deps> = Timed & {
  /** The rows it works on, by the name of their query: the sweep enqueues the overdue ones. */
  due: DueJob['due'];
  everyMs?: never;
  /** How many runs may throw before the work fails for good; at least 1. */
  attempts: number;
  backoff: Backoff;
  /**
   * Reports that the work on this row failed for good, and why; `keepFailedRun` in all but special cases.
   * May be called twice for one id. If it throws, the id runs again half a minute later.
   */
  onFailed: (deps: Deps, failed: FailedRun) => Promise<void>;
};

/** A job that runs one id at a time. */
export type SingleJob<Deps> = RowJob<Deps> & {
  /** How many ids one worker process runs at the same time. */
  concurrency: number;
  /** Throws its faults, which are retried until the attempts are used up. `FailNow` fails for good at once. */
  run: Run<Deps>;
};

/** A job that runs many ids in one call. */
export type BatchJob<Deps> = RowJob<Deps> & {
  /** How many batches one worker process runs at once; ids that arrive in the meantime form the next batch. */
  concurrency: number;
  /** The most ids in one batch; 100 by default. */
  batchSize?: number;
  /** Never called with the same id twice in one batch. */
  runBatch: (deps: Deps, ids: readonly string[]) => Promise<BatchResults | void>;
};

/** A job that runs one id at a time, in steps that are batched across ids. */
export type SteppedJob<Deps> = RowJob<Deps> & {
  /** How many ids one worker process runs at the same time. */
  concurrency: number;
  /** Returns the function that runs an id, like `SingleJob.run`. Called once per worker. */
  open: (deps: Deps) => (id: string) => ReturnType<Run<Deps>>;
};

/** A job that runs by the clock and works on no rows. A fault is logged as a warning and left to the next run. */
export type TimerJob<Deps> = Timed & {
  /** How often it runs, once for all worker processes together. */
  everyMs: number;
  /** Finds what it would have to do. While there is nothing, it runs only every `quietMs`. */
  look?: (deps: Deps) => Promise<readonly WaitingWork[]>;
  quietMs?: number;
  due?: never;
  /** The id is always `all`. */
  run: Run<Deps>;
};

/** A job definition for workers with these dependencies. */
export type JobDefinition<Deps, Name extends string = JobName> = { name: Name } & (
  | SingleJob<Deps>
  | BatchJob<Deps>
  | SteppedJob<Deps>
  | TimerJob<Deps>
);

/**
 * Everything about a job: its name, what wakes it, what it does, how often it is tried, and what happens to a row whose
 * work fails for good. Annotate each definition with this type: `JobName` is derived from it.
 *
 * Every run must be harmless when repeated: it checks its row and does nothing when the work is already done.
 * An id comes twice after a crash or a lost connection, or when the sweep enqueues it again.
 */
export type Job<Name extends string> = JobDefinition<JobDeps, Name>;

/** Throw this from a run to give up at once, when retrying would not help. */
export class FailNow extends Error {
  override readonly name = 'FailNow';
}
