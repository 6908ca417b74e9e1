import { sql } from 'kysely';
import { type Notification, notificationKey } from '#src/domain/message/notifications.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import { type PlacedCard, placedCardsInsert } from './placed-card.ts';
import { type LeasedMessage, leaseDue, markSent, type SentMessage } from './sending.ts';

/** A notification to write for a person of an organization. */
export type NewNotification = { organizationId: string } & Notification;

/**
 * Writes notifications that are due at once. Returns the ids of the new ones, to be enqueued for `send-notification`
 * after commit.
 */
export async function insertNotifications(
  tx: Tx,
  notifications: readonly (NewNotification & { id: string; createdAt: Date })[],
): Promise<string[]> {
  if (notifications.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    ${insertOf('notification', notifications, {
      organization_id: ['uuid', (notification) => notification.organizationId],
      id: ['uuid', (notification) => notification.id],
      kind: ['text', (notification) => notification.kind],
      person_id: ['uuid', (notification) => notification.personId],
      subject_id: ['uuid', (notification) => notification.subjectId],
      detail: ['jsonb', (notification) => JSON.stringify(notification.detail)],
      key: ['text', notificationKey],
      status: ['text', () => 'due'],
      due_at: ['timestamptz', (notification) => notification.createdAt],
      created_at: ['timestamptz', (notification) => notification.createdAt],
    })}
    on conflict (organization_id, key) do nothing returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** A leased notification with its content and reader. */
export type DueNotification = LeasedMessage & { createdAt: Date } & Notification;

/** Leases due notifications; see `leaseDue`. */
export async function leaseDueNotifications(
  db: Db,
  ids: readonly string[],
  lease: { now: Date; leaseUntil: Date },
): Promise<DueNotification[]> {
  // Whose record was merged reads it by the one that is kept.
  const returning = sql`, t.kind, t.detail, coalesce((select m.kept_id from person_merge m
      where m.organization_id = t.organization_id and m.person_id = t.person_id), t.person_id) as "personId", t.subject_id as "subjectId",
    t.created_at as "createdAt"`;
  return leaseDue<DueNotification>(db, 'send-notification', ids, lease, { returning });
}

/** Marks notifications as sent, and remembers where their buttons are. */
export async function saveNotificationsSent(
  db: Db,
  { sent, placed }: { sent: readonly SentMessage[]; placed: readonly PlacedCard[] },
  at: Date,
): Promise<void> {
  const marked = markSent('send-notification', sent, { at });
  const placedCards = placedCardsInsert(placed, at);
  await (placedCards ? sql`with marked as (${marked}) ${placedCards}` : marked).execute(db);
}
