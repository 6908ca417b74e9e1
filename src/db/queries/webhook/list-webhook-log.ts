import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { WebhookSendingStatus } from '#src/domain/states.ts';

/**
 * A call of a webhook, and the event that it was about. `state`: where that event is now, and `dueAt` when it is tried next.
 * `excerpt` is what a stranger wrote.
 */
export type LoggedCall = {
  at: Date;
  eventId: string;
  type: string;
  status: number | null;
  failure: string | null;
  tookMs: number;
  excerpt: string;
  state: WebhookSendingStatus;
  dueAt: Date;
};

/** Which calls: of one webhook, at most so many, of one event if it is named. */
export type WebhookLogFilter = { webhookId: string; eventId?: string; limit: number };

/** The calls of a webhook, the newest first. */
export async function listWebhookLog(
  db: Reader,
  { organizationId, isAll }: Scope,
  { webhookId, eventId, limit }: WebhookLogFilter,
): Promise<Outcome<LoggedCall[]>> {
  if (!isAll) return refused({ kind: 'not-yours-to-see' });
  const { rows } = await sql<LoggedCall>`
    select a.at, a.event_id as "eventId", e.type, a.status, a.failure, a.took_ms as "tookMs", a.excerpt,
           s.status as state, s.due_at as "dueAt"
      from webhook_attempt a
      join webhook_event e on e.organization_id = a.organization_id and e.id = a.event_id
      join webhook_sending s
        on s.organization_id = a.organization_id and s.event_id = a.event_id and s.webhook_id = a.webhook_id
     where a.organization_id = ${organizationId} and a.webhook_id = ${webhookId}
       ${eventId === undefined ? sql`` : sql`and a.event_id = ${eventId}`}
     order by a.at desc, a.id desc limit ${limit}`.execute(db);
  return done(rows);
}
