import { sql } from 'kysely';
import type { NoticeBody } from '#src/domain/message/notices.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import { type ClaimedSending, claimDue, markSent, type SentMessage } from './sending.ts';

/** A message to a person. `key` says what it is sent for: the same key is told once. */
export type NewNotice = {
  organizationId: string;
  id: string;
  personId: string;
  subjectId: string;
  key: string;
  createdAt: Date;
} & NoticeBody;

/**
 * Writes notices that are due at once and returns the ids of those that were not written before, to be rung for by
 * `send-notice` after commit.
 */
export async function insertNotices(tx: Tx, notices: readonly NewNotice[]): Promise<string[]> {
  if (notices.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    ${insertOf('notice', notices, {
      organization_id: ['uuid', (notice) => notice.organizationId],
      id: ['uuid', (notice) => notice.id],
      kind: ['text', (notice) => notice.kind],
      person_id: ['uuid', (notice) => notice.personId],
      subject_id: ['uuid', (notice) => notice.subjectId],
      detail: ['jsonb', (notice) => JSON.stringify(notice.detail)],
      key: ['text', (notice) => notice.key],
      status: ['text', () => 'due'],
      due_at: ['timestamptz', (notice) => notice.createdAt],
      created_at: ['timestamptz', (notice) => notice.createdAt],
    })}
    on conflict (organization_id, key) do nothing returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** A notice to be sent, with what it tells, and whom. */
export type DueNotice = ClaimedSending & {
  personId: string;
  subjectId: string;
  createdAt: Date;
} & NoticeBody;

/** Takes notices that are due; see `claimDue`. */
export async function claimDueNotices(
  db: Db,
  ids: readonly string[],
  lease: { now: Date; leaseUntil: Date },
): Promise<DueNotice[]> {
  const returning = sql`, t.kind, t.detail, t.person_id as "personId", t.subject_id as "subjectId",
    t.created_at as "createdAt"`;
  return claimDue<DueNotice>(db, 'send-notice', ids, lease, { returning });
}

/** Writes that notices are with their readers. */
export async function saveNoticesSent(db: Db, sent: readonly SentMessage[], at: Date): Promise<void> {
  await markSent('send-notice', sent, at).execute(db);
}
