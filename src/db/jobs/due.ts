import { type RawBuilder, sql } from 'kysely';
import type { JobName } from '#src/ports/queue.ts';
import type { Reader, Schema } from '#src/db/kit/schema.ts';

type DueQuery = {
  /** The table of the rows that the work is about, whose ids a job carries. */
  subject: keyof Schema;
  /** Where rows that are due stand, each way with an index of its own. `id`: of the subject. */
  ways: readonly { table: keyof Schema; id: string; dueAt: RawBuilder<Date>; where: RawBuilder<boolean> }[];
};

const LIMIT = 1_000;

const UNSENT = sql<boolean>`status in ('due', 'sending', 'unknown')`;
const IS_OPEN = sql<boolean>`status = 'open'`;

/** Which rows wait for work, by the name that a job's definition calls them. */
const DUE = {
  recognitions: {
    subject: 'recognition',
    ways: [
      {
        table: 'recognition',
        id: 'id',
        dueAt: sql.ref('created_at'),
        where: sql`status = 'queued' and decided_at is null`,
      },
    ],
  },
  deliveries: {
    subject: 'gift',
    ways: [{ table: 'delivery', id: 'gift_id', dueAt: sql.ref('due_at'), where: UNSENT }],
  },
  answers: {
    subject: 'recognition',
    ways: [
      {
        table: 'recognition',
        id: 'id',
        dueAt: sql.ref('answer_due_at'),
        where: sql`answer_status in ('due', 'sending', 'unknown') and status <> 'queued'`,
      },
    ],
  },
  notifications: {
    subject: 'notification',
    ways: [{ table: 'notification', id: 'id', dueAt: sql.ref('due_at'), where: UNSENT }],
  },
  approvals: {
    subject: 'approval',
    ways: [
      {
        table: 'approval',
        id: 'id',
        dueAt: sql.ref('requested_at'),
        where: sql`${IS_OPEN} and asked_at is null`,
      },
      { table: 'approval', id: 'id', dueAt: sql`least(remind_at, expires_at)`, where: IS_OPEN },
    ],
  },
} satisfies Record<string, DueQuery>;

/** Rows that wait for work, by name. */
export type DueRows = keyof typeof DUE;

/**
 * The ids for which a job's work was due before an instant and has not been given up, oldest first, at most a thousand.
 * What was given up is left out before the limit is looked at, so that it hides nothing that is due.
 */
export async function listDue(
  db: Reader,
  { job, due, before }: { job: JobName; due: DueRows; before: Date },
): Promise<string[]> {
  const ways = DUE[due].ways.map(
    ({ table, id, dueAt, where }: DueQuery['ways'][number]) => sql<{ id: string }>`
    (select ${sql.ref(id)} as id from ${sql.table(table)}
      where ${where} and ${dueAt} < ${before}
        and not exists (select from failed_job
          where failed_job.job = ${job} and subject_id = ${sql.ref(`${table}.${id}`)})
      order by ${dueAt} limit ${LIMIT})`,
  );
  const { rows } = await sql<{ id: string }>`${sql.join(ways, sql` union all `)}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The table of the rows that a job's ids are of. */
export function subjectTableOf(due: DueRows): keyof Schema {
  return DUE[due].subject;
}
