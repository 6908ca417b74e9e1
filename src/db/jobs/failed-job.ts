import { sql } from 'kysely';
import type { JobName } from '#src/ports/queue.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { type DueRows, subjectTableOf } from './due.ts';

export type FailedJob = { job: JobName; subjectId: string; reason: string; failedAt: Date };

/** Keeps a row's work as a failed job until a person retries it. Throws when there is no such row. */
export async function insertFailedJob(tx: Tx, failedJob: FailedJob & { due: DueRows }): Promise<void> {
  const table = subjectTableOf(failedJob.due);
  const { numAffectedRows } = await sql`
    insert into failed_job (organization_id, job, subject_id, reason, failed_at)
    select organization_id, ${failedJob.job}, id, ${failedJob.reason}, ${failedJob.failedAt}
      from ${sql.table(table)} where id = ${failedJob.subjectId}
    on conflict (organization_id, job, subject_id)
      do update set reason = excluded.reason, failed_at = excluded.failed_at`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new Error(
      `there is no ${table} ${failedJob.subjectId} that ${failedJob.job} could have failed for`,
    );
}

export async function listFailedJobs(db: Reader, organizationId: string): Promise<FailedJob[]> {
  return db
    .selectFrom('failed_job')
    .select((eb) => [
      eb.ref('job').$castTo<JobName>().as('job'),
      'subject_id as subjectId',
      'reason',
      'failed_at as failedAt',
    ])
    .where('organization_id', '=', organizationId)
    .orderBy('failed_at')
    .execute();
}

/** Deletes failed jobs and returns them: one subject's, or all of them when none is named. */
export async function deleteFailedJobs(
  tx: Tx,
  organizationId: string,
  subjectId?: string,
): Promise<{ job: JobName; subjectId: string }[]> {
  return tx
    .deleteFrom('failed_job')
    .where('organization_id', '=', organizationId)
    .$call((query) => (subjectId === undefined ? query : query.where('subject_id', '=', subjectId)))
    .returning((eb) => [eb.ref('job').$castTo<JobName>().as('job'), 'subject_id as subjectId'])
    .execute();
}

/** Forgets that a row's work failed; does nothing when it did not. */
export async function deleteFailedJob(
  tx: Tx,
  { organizationId, job, subjectId }: { organizationId: string; job: JobName; subjectId: string },
): Promise<void> {
  await tx
    .deleteFrom('failed_job')
    .where('organization_id', '=', organizationId)
    .where('job', '=', job)
    .where('subject_id', '=', subjectId)
    .execute();
}
