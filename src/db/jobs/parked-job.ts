import { sql } from 'kysely';
import type { JobName } from '#src/ports/queue.ts';
import type { Reader, Schema, Tx } from '#src/db/kit/schema.ts';

export type ParkedJob = { job: JobName; subjectId: string; reason: string; parkedAt: Date };

/** The table of the rows that a job works on; a recognition where none is named. */
const TABLES: Partial<Record<JobName, keyof Schema>> = {
  'deliver-gift': 'gift',
  'send-notice': 'notice',
  'tend-approvals': 'approval',
};

/** Puts a row's work aside until a person retries it. */
export async function insertParkedJob(tx: Tx, parked: ParkedJob): Promise<void> {
  const table = TABLES[parked.job] ?? 'recognition';
  await sql`
    insert into parked_job (organization_id, job, subject_id, reason, parked_at)
    select organization_id, ${parked.job}, id, ${parked.reason}, ${parked.parkedAt}
      from ${sql.table(table)} where id = ${parked.subjectId}
    on conflict (organization_id, job, subject_id)
      do update set reason = excluded.reason, parked_at = excluded.parked_at`.execute(tx);
}

export async function listParkedJobs(db: Reader, organizationId: string): Promise<ParkedJob[]> {
  return db
    .selectFrom('parked_job')
    .select((eb) => [
      eb.ref('job').$castTo<JobName>().as('job'),
      'subject_id as subjectId',
      'reason',
      'parked_at as parkedAt',
    ])
    .where('organization_id', '=', organizationId)
    .orderBy('parked_at')
    .execute();
}

/** Takes parked work out again; all of it when no subject is named. */
export async function deleteParkedJobs(
  tx: Tx,
  organizationId: string,
  subjectId?: string,
): Promise<{ job: JobName; subjectId: string }[]> {
  return tx
    .deleteFrom('parked_job')
    .where('organization_id', '=', organizationId)
    .$if(subjectId !== undefined, (query) => query.where('subject_id', '=', subjectId ?? ''))
    .returning((eb) => [eb.ref('job').$castTo<JobName>().as('job'), 'subject_id as subjectId'])
    .execute();
}
