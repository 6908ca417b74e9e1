import { sql } from 'kysely';
import type { NoticeBody } from '#src/domain/notices.ts';
import { deliveryMoves } from '#src/domain/states.ts';
import { insertOf } from './insert-many.ts';
import type { Db, Tx } from './schema.ts';

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

/** The ways that a notice goes. */
export type NoticeChannel = 'dm' | 'email';

/** A notice that this process alone may try, until its lease is past. `attempts`: those whose answer was lost. */
export type ClaimedNotice = {
  organizationId: string;
  id: string;
  leaseUntil: Date;
  attempts: number;
  closed: Partial<Record<NoticeChannel, string>>;
};

/** It with what it tells, and whom. */
export type DueNotice = ClaimedNotice & { personId: string; subjectId: string; createdAt: Date } & NoticeBody;

/**
 * Takes a notice that is due, by marking it `sending` before anything is sent. Undefined when there is nothing to do.
 *
 * One that is taken over from a sender who let its lease pass counts as a lost attempt.
 */
export async function claimDueNotice(
  db: Db,
  id: string,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<DueNotice | undefined> {
  const row = await db
    .updateTable('notice')
    .set((eb) => ({
      status: deliveryMoves.claim.to,
      due_at: leaseUntil,
      attempts: eb
        .case()
        .when('status', '=', 'sending')
        .then(eb('attempts', '+', 1))
        .else(eb.ref('attempts'))
        .end(),
    }))
    .where('id', '=', id)
    .where('status', 'in', deliveryMoves.claim.from)
    .where('due_at', '<=', now)
    .returning([
      'organization_id as organizationId',
      'id',
      'due_at as leaseUntil',
      'attempts',
      'closed',
      'kind',
      'detail',
      'person_id as personId',
      'subject_id as subjectId',
      'created_at as createdAt',
    ])
    .executeTakeFirst();
  return row as DueNotice | undefined;
}

/** Writes that the notice is with its reader. */
export async function saveNoticeSent(
  db: Db,
  { organizationId, id }: ClaimedNotice,
  sent: { channel: NoticeChannel; messageId: string; at: Date },
): Promise<void> {
  await db
    .updateTable('notice')
    .set({
      status: deliveryMoves.send.to,
      channel: sent.channel,
      message_id: sent.messageId,
      sent_at: sent.at,
      last_error: null,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', deliveryMoves.send.from)
    .execute();
}

/**
 * Writes why it was not sent, or may not have been, and when to try again. False, and nothing is written, when somebody
 * else has taken it over.
 */
export async function saveNoticeNotSent(
  db: Db,
  { organizationId, id, leaseUntil }: ClaimedNotice,
  result: {
    move: 'postpone' | 'lose' | 'fail';
    channel: NoticeChannel | null;
    reason: string;
    dueAt: Date;
    closed: Partial<Record<NoticeChannel, string>>;
    attempts: number;
  },
): Promise<boolean> {
  const move = deliveryMoves[result.move];
  const { numUpdatedRows } = await db
    .updateTable('notice')
    .set({
      status: move.to,
      channel: result.channel,
      last_error: result.reason,
      due_at: result.dueAt,
      closed: JSON.stringify(result.closed),
      attempts: result.attempts,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', move.from)
    .where('due_at', '=', leaseUntil)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Makes a given-up notice due again over every channel. */
export async function reviveNotice(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('notice')
    .set({ status: deliveryMoves.retry.to, due_at: now, attempts: 0, closed: '{}' })
    .where('id', '=', id)
    .where('status', 'in', deliveryMoves.retry.from)
    .execute();
}
