import { sql } from 'kysely';
import type { JobName } from '#src/ports/queue.ts';
import type { Reader } from '#src/db/kit/schema.ts';

const LIMIT = 1_000;

/** Rows whose work was due before an instant and has not been given up, oldest first, at most a thousand a job. */
export async function findDue(db: Reader, before: Date): Promise<{ job: JobName; ids: string[] }[]> {
  const { rows } = await sql<{ job: JobName; id: string }>`
    (select 'issue-gifts' as job, id from recognition
      where status = 'queued' and decided_at is null and created_at < ${before}
        and ${isNotFailed('issue-gifts', 'recognition.id')}
      order by created_at limit ${LIMIT})
    union all
    (select 'deliver-gift', gift_id from delivery
      where status in ('due', 'sending', 'unknown') and due_at < ${before}
        and ${isNotFailed('deliver-gift', 'delivery.gift_id')}
      order by due_at limit ${LIMIT})
    union all
    (select 'answer-giver', id from recognition
      where answer_status in ('due', 'sending', 'unknown') and answer_due_at < ${before}
        and status <> 'queued'
        and ${isNotFailed('answer-giver', 'recognition.id')}
      order by answer_due_at limit ${LIMIT})
    union all
    (select 'send-notification', id from notification
      where status in ('due', 'sending', 'unknown') and due_at < ${before}
        and ${isNotFailed('send-notification', 'notification.id')}
      order by due_at limit ${LIMIT})
    union all
    (select 'advance-approvals', id from approval
      where status = 'open' and asked_at is null and requested_at < ${before}
        and ${isNotFailed('advance-approvals', 'approval.id')}
      order by requested_at limit ${LIMIT})
    union all
    (select 'advance-approvals', id from approval
      where status = 'open' and least(remind_at, expires_at) < ${before}
        and ${isNotFailed('advance-approvals', 'approval.id')}
      order by least(remind_at, expires_at) limit ${LIMIT})`.execute(db);
  const jobs = [...new Set(rows.map((row) => row.job))];
  return jobs.map((job) => ({ job, ids: rows.filter((row) => row.job === job).map((row) => row.id) }));
}

/** Looked at before the limit is: a failed job hides none that is due. */
function isNotFailed(job: JobName, id: string) {
  return sql`not exists (select from failed_job where failed_job.job = ${job} and subject_id = ${sql.ref(id)})`;
}
