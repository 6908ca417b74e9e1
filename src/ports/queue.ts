/**
 * Filled by `jobs/jobs.ts` with the names of its list: so a job's name stands in its own file alone, and nothing here
 * imports jobs.
 */
// oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
export interface JobNames {}

/** The name of a job. */
export type JobName = JobNames['name'];

export type Queue = {
  /** Enqueues rows that are due. Never rejects and takes at most a second: the sweep enqueues again what was lost. */
  enqueue(job: JobName, ids: readonly string[]): Promise<void>;
};
