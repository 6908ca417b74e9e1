import { insertActivities } from '#src/db/ledger/activity.ts';
import { deleteFailedJobs } from '#src/db/jobs/failed-job.ts';
import { isSendingJob, reviveSending } from '#src/db/message/sending.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';

export type RetriedJob = { job: JobName; subjectId: string };

/** Runs failed jobs again, all of them or one subject's, starting over with every attempt and channel. `actorId`: who asked, if it was nobody with a shell. */
export async function retryFailedJobs(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    organizationId,
    subjectId,
    actorId = null,
  }: { organizationId: string; subjectId?: string; actorId?: string | null },
): Promise<RetriedJob[]> {
  return transact(deps, async (tx) => {
    const jobs = await deleteFailedJobs(tx, organizationId, subjectId);
    for (const { job, subjectId: id } of jobs) {
      if (isSendingJob(job)) await reviveSending(tx, job, { organizationId, subjectId: id, now: tx.now });
      tx.after(job, [id]);
      if (job === 'deliver-gift') await refreshCards(tx, organizationId, [id]);
    }
    const activities = jobs.map((detail) => {
      return { organizationId, id: deps.newId(), at: tx.now, kind: 'job.retried' as const, actorId, detail };
    });
    await insertActivities(tx, activities);
    return jobs;
  });
}
