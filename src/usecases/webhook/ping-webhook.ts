import { insertPing } from '#src/db/webhook/webhook-event.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { PING_SHAPE, type PingType } from '#src/domain/webhook/event-types.ts';
import { writeEventData } from '#src/domain/webhook/write-event-data.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { type ManageDeps, type WebhookRequest, withWebhook } from './steps/with-webhook.ts';

const PING: PingType = 'webhook.ping';

/** Tries a webhook out with an event of its own, the way all others go. Refuses one that is not active. */
export async function pingWebhook(
  deps: ManageDeps,
  request: WebhookRequest,
): Promise<Outcome<{ eventId: string }>> {
  return withWebhook(deps, request, async (tx, webhook, actorId) => {
    const { organizationId, id: webhookId, status } = webhook;
    if (status !== 'active') return refused({ kind: 'webhook-state', status });
    const eventId = deps.newId();
    const data = writeEventData(PING_SHAPE, { webhookId });
    await insertPing(tx, webhook, { organizationId, id: eventId, type: PING, data });
    await recordWebhook(deps, tx, webhook, { kind: 'webhook.pinged', actorId, detail: { eventId } });
    tx.after('send-webhooks', [webhookId]);
    return done({ eventId });
  });
}
