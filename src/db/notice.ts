import { sql } from 'kysely';
import type { NoticeBody } from '#src/domain/notices.ts';
import { insertOf } from './insert-many.ts';
import type { Tx } from './schema.ts';

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
    ${insertOf(
      'notice',
      {
        organization_id: 'uuid',
        id: 'uuid',
        kind: 'text',
        person_id: 'uuid',
        subject_id: 'uuid',
        detail: 'jsonb',
        key: 'text',
        status: 'text',
        due_at: 'timestamptz',
        created_at: 'timestamptz',
      },
      notices.map((notice) => ({
        organization_id: notice.organizationId,
        id: notice.id,
        kind: notice.kind,
        person_id: notice.personId,
        subject_id: notice.subjectId,
        detail: JSON.stringify(notice.detail),
        key: notice.key,
        status: 'due',
        due_at: notice.createdAt,
        created_at: notice.createdAt,
      })),
    )}
    on conflict (organization_id, key) do nothing returning id`.execute(tx);
  return rows.map((row) => row.id);
}
