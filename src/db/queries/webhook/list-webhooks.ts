import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { WebhookStatus } from '#src/domain/states.ts';
import type { EventType } from '#src/domain/webhook/event-types.ts';
import type { DisabledWhy } from '#src/domain/webhook/health.ts';

/** A webhook and how it does. `waiting` and `failed`: events that are not there yet, and that were given up. */
export type ListedWebhook = {
  id: string;
  url: string;
  types: EventType[];
  status: Exclude<WebhookStatus, 'deleted'>;
  disabledWhy: DisabledWhy | null;
  madeAt: Date;
  madeBy: string | null;
  failingSince: Date | null;
  heldUntil: Date | null;
  waiting: number;
  failed: number;
  /** Until when calls are signed with the secret of before, too. */
  oldSecretEndsAt: Date | null;
};

/** An organization's webhooks, the oldest first; those that were deleted are left out. */
export async function listWebhooks(
  db: Reader,
  { organizationId, isAll }: Scope,
  now: Date,
): Promise<Outcome<ListedWebhook[]>> {
  if (!isAll) return refused({ kind: 'not-yours-to-see' });
  const { rows } = await sql<ListedWebhook>`
    select w.id, w.url, w.types, w.status, w.disabled_why as "disabledWhy", w.made_at as "madeAt", maker.name as "madeBy",
           w.failing_since as "failingSince", w.held_until as "heldUntil", waiting.waiting, failed.failed, (
             select max(ends_at) from webhook_secret s
              where s.organization_id = w.organization_id and s.webhook_id = w.id and s.sealed is not null
                and s.ends_at > ${now}) as "oldSecretEndsAt"
      from webhook w
      left join person maker on maker.organization_id = w.organization_id and maker.id = w.made_by
     cross join lateral (
       select count(*)::integer as waiting from webhook_sending s
        where s.organization_id = w.organization_id and s.webhook_id = w.id and s.status in ('due', 'sending')) waiting
     cross join lateral (
       select count(*)::integer as failed from webhook_sending s
        where s.organization_id = w.organization_id and s.webhook_id = w.id and s.status = 'failed') failed
     where w.organization_id = ${organizationId} and w.status <> 'deleted'
     order by w.made_at, w.id`.execute(db);
  return done(rows);
}
