import { sql } from 'kysely';
import { selectOf } from '#src/db/kit/insert-many.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { EventType, PingType } from '#src/domain/webhook/event-types.ts';
import type { WebhookRef } from './webhook.ts';

/** `data` is JSON. */
export type WrittenEvent = { organizationId: string; id: string; type: EventType | PingType; data: string };

/** Whether a webhook takes an event, by what it chose. */
const CHOSE = sql`w.organization_id = e.organization_id and w.status <> 'deleted' and e.type = any (w.types)`;

/**
 * Writes events that somebody chose, and that they are due for each webhook that did. Returns the ids of the webhooks that can
 * be called now: enqueue them for `send-webhooks` after commit. A paused one gets them when it is resumed.
 */
export async function insertWebhookEvents(tx: Tx, events: readonly WrittenEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with asked (organization_id, id, type, data) as (${selectOf<'webhook_event', WrittenEvent>(events, {
      organization_id: ['uuid', (event) => event.organizationId],
      id: ['uuid', (event) => event.id],
      type: ['text', (event) => event.type],
      data: ['jsonb', (event) => event.data],
    })}),
    made as (
      insert into webhook_event (organization_id, id, type, occurred_at, data)
      select e.organization_id, e.id, e.type, ${tx.now}::timestamptz, e.data from asked e
       where exists (select from webhook w where ${CHOSE})
      returning organization_id, id, type),
    due as (
      insert into webhook_sending (organization_id, event_id, webhook_id, due_at)
      select e.organization_id, e.id, w.id, ${tx.now}::timestamptz from made e join webhook w on ${CHOSE}
      returning organization_id, webhook_id)
    select distinct w.id from due join webhook w on w.organization_id = due.organization_id and w.id = due.webhook_id
     where w.status = 'active' and coalesce(w.held_until, ${tx.now}) <= ${tx.now}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Writes an event for one webhook, whatever it chose. */
export async function insertPing(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  event: WrittenEvent,
): Promise<void> {
  await tx
    .insertInto('webhook_event')
    .values({
      organization_id: organizationId,
      id: event.id,
      type: event.type,
      occurred_at: tx.now,
      data: event.data,
    })
    .execute();
  await tx
    .insertInto('webhook_sending')
    .values({ organization_id: organizationId, event_id: event.id, webhook_id: id, due_at: tx.now })
    .execute();
}

/** Forgets so many events from before an instant, with what came of them. Returns how many there were. */
export async function deleteEventsBefore(tx: Tx, before: Date, most: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from webhook_event e using (
      select organization_id, id from webhook_event where occurred_at < ${before} order by occurred_at limit ${most}) old
     where e.organization_id = old.organization_id and e.id = old.id`.execute(tx);
  return Number(numAffectedRows);
}
