import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import { webhookSendingMoves } from '#src/domain/states.ts';
import type { WebhookRef } from './webhook.ts';

/** An event that only this process may send to a webhook until its lease expires. `attempts` counts this one. */
export type LeasedEvent = {
  eventId: string;
  type: string;
  occurredAt: Date;
  /** JSON. */
  data: string;
  attempts: number;
  leaseUntil: Date;
};

/**
 * Leases the next events that are due for a webhook, the longest due first, by marking them `sending` before anything is
 * sent. Those that another process is taking are left out.
 */
export async function leaseWebhookEvents(
  db: Db,
  { organizationId, id }: WebhookRef,
  { now, leaseUntil, most }: { now: Date; leaseUntil: Date; most: number },
): Promise<LeasedEvent[]> {
  const { rows } = await sql<LeasedEvent>`
    with due as (
      select event_id from webhook_sending
       where organization_id = ${organizationId} and webhook_id = ${id} and due_at <= ${now}
         and status in ('due', 'sending')
       order by due_at, event_id limit ${most} for update skip locked),
    leased as (
      update webhook_sending s
         set status = ${webhookSendingMoves.lease.to}, due_at = ${leaseUntil}, attempts = s.attempts + 1
        from due
       where s.organization_id = ${organizationId} and s.webhook_id = ${id} and s.event_id = due.event_id
      returning s.event_id, s.attempts)
    select e.id as "eventId", e.type, e.occurred_at as "occurredAt", e.data::text as data, leased.attempts,
           ${leaseUntil}::timestamptz as "leaseUntil"
      from leased join webhook_event e on e.organization_id = ${organizationId} and e.id = leased.event_id
     order by e.id`.execute(db);
  return rows;
}

/** What became of an event that was leased. `dueAt`: when it is tried again. */
export type SettledEvent = {
  leased: Pick<LeasedEvent, 'eventId' | 'leaseUntil'>;
  move: 'send' | 'postpone' | 'fail';
  dueAt: Date;
};

/** Records what became of events. What another process has taken over meanwhile is only ever marked as sent. */
export async function saveSettledEvents(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  settled: readonly SettledEvent[],
): Promise<void> {
  for (const move of ['send', 'postpone', 'fail'] as const) {
    const moved = settled.filter((one) => one.move === move);
    if (moved.length === 0) continue;
    const { from, to } = webhookSendingMoves[move];
    const isOurs = move === 'send' ? sql`true` : sql`s.due_at = u.lease_until`;
    await sql`
      update webhook_sending s set status = ${to}, due_at = u.due_at
        from unnest(
          ${moved.map(({ leased }) => leased.eventId)}::uuid[],
          ${moved.map(({ leased }) => leased.leaseUntil)}::timestamptz[],
          ${moved.map(({ dueAt }) => dueAt)}::timestamptz[]) u (event_id, lease_until, due_at)
       where s.organization_id = ${organizationId} and s.webhook_id = ${id} and s.event_id = u.event_id
         and s.status = any (${from}) and ${isOurs}`.execute(tx);
  }
}

/** A call that was made. `status` is what was answered; `failure` why nothing was. */
export type WebhookAttempt = {
  id: string;
  eventId: string;
  at: Date;
  status: number | null;
  failure: string | null;
  tookMs: number;
  excerpt: string;
};

/** Adds calls to the log. Returns how many of them were not there yet. */
export async function insertWebhookAttempts(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  attempts: readonly WebhookAttempt[],
): Promise<number> {
  if (attempts.length === 0) return 0;
  const { numAffectedRows = 0n } = await sql`
    ${insertOf('webhook_attempt', attempts, {
      organization_id: ['uuid', () => organizationId],
      id: ['uuid', (attempt) => attempt.id],
      webhook_id: ['uuid', () => id],
      event_id: ['uuid', (attempt) => attempt.eventId],
      at: ['timestamptz', (attempt) => attempt.at],
      status: ['integer', (attempt) => attempt.status],
      failure: ['text', (attempt) => attempt.failure],
      took_ms: ['integer', (attempt) => attempt.tookMs],
      excerpt: ['text', (attempt) => attempt.excerpt],
    })}
    on conflict (organization_id, id) do nothing`.execute(tx);
  return Number(numAffectedRows);
}

/** What to send again: one event, or those of a range of time; `failed`: only what did not get there. */
export type ReplayedEvents = { eventId: string } | { since: Date; until: Date; which: 'all' | 'failed' };

/**
 * Makes events due again for a webhook that chose their type, also those that it never got; what is being sent right now is left
 * alone. Returns how many.
 */
export async function replayWebhookEvents(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  replayed: ReplayedEvents,
): Promise<number> {
  const { to, from } = webhookSendingMoves.replay;
  const wanted =
    'eventId' in replayed
      ? sql`e.id = ${replayed.eventId} and (e.type = any (w.types) or s.event_id is not null)`
      : sql`e.occurred_at >= ${replayed.since} and e.occurred_at < ${replayed.until} and e.type = any (w.types)
          ${replayed.which === 'failed' ? sql`and s.status = 'failed'` : sql``}`;
  const { numAffectedRows = 0n } = await sql`
    insert into webhook_sending as t (organization_id, event_id, webhook_id, status, due_at)
    select e.organization_id, e.id, w.id, ${to}, ${tx.now}::timestamptz
      from webhook w join webhook_event e on e.organization_id = w.organization_id
      left join webhook_sending s
        on s.organization_id = e.organization_id and s.event_id = e.id and s.webhook_id = w.id
     where w.organization_id = ${organizationId} and w.id = ${id} and ${wanted}
    on conflict (organization_id, event_id, webhook_id)
      do update set status = excluded.status, due_at = excluded.due_at, attempts = 0
      where t.status = any (${from})`.execute(tx);
  return Number(numAffectedRows);
}
