import { listOldestDue } from '#src/db/jobs/due.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type DueJob, LATE_MS } from './enqueue-due-work.ts';

/** A job whose rows wait, and for how long the first of them has been due. */
export type WaitingWork = { job: DueJob['job']; ageMs: number };

/** The jobs with rows that are overdue: the sweep has something to enqueue, or the workers something to take. */
export async function findWaitingWork(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  jobs: readonly DueJob[],
): Promise<WaitingWork[]> {
  const now = clock.now().getTime();
  const oldest = await listOldestDue(db, jobs, new Date(now - LATE_MS));
  return oldest.map(({ job, dueAt }) => ({ job, ageMs: now - dueAt.getTime() }));
}
