/**
 * What the jobs are called. `jobs/jobs.ts` says it, as the type of its list: so a name stands in a job's own file alone,
 * and this room imports nothing from there.
 */
// oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
export interface JobNames {}

/** The name of a job. */
export type JobName = JobNames['name'];

export type Queue = {
  /** Enqueues rows that are due. Never rejects and takes at most a second: the sweep enqueues again what was lost. */
  enqueue(job: JobName, ids: readonly string[]): Promise<void>;
};
