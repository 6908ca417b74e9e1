import { listOldestDue } from '#src/db/jobs/due.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type DueJob, LATE_MS } from './enqueue-due-work.ts';

/** A job whose rows wait, and for how long the first of them has been due. */
export type WaitingWork = { job: DueJob['job']; ageMs: number };

/** A sweep comes twice a minute when nothing is due, and more often otherwise. */
const SWEEP_LATE_MS = 60_000;

/**
 * The jobs with rows that are overdue: the sweep has something to enqueue, or the workers something to take. The sweep
 * itself is among them when it did not run for a minute.
 */
export async function findWaitingWork(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  jobs: readonly DueJob[],
): Promise<WaitingWork[]> {
  const now = clock.now().getTime();
  const oldest = await listOldestDue(db, jobs, {
    before: new Date(now - LATE_MS),
    sweptBefore: new Date(now - SWEEP_LATE_MS),
  });
  return oldest.map(({ job, dueAt }) => ({ job, ageMs: now - dueAt.getTime() }));
}
