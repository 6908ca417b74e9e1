/**
 * `jobs/jobs.ts` adds the names of its list, so that a job's name is in its own file only and nothing here imports
 * jobs.
 */
// oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
export interface JobNames {}

/** The name of a job. */
export type JobName = JobNames['name'];

export type Queue = {
  /** Enqueues rows that are due. Never rejects and takes at most a second: the sweep enqueues lost ones again. */
  enqueue(job: JobName, ids: readonly string[]): Promise<void>;
};
