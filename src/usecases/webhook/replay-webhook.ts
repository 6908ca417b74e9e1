import { type ReplayedEvents, replayWebhookEvents } from '#src/db/webhook/webhook-sending.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { type ManageDeps, type WebhookRequest, withWebhook } from './steps/with-webhook.ts';

/**
 * Sends events to a webhook again, or for the first time: one, or those of a range of time. Each keeps its id, so a receiver knows
 * it again. Refuses when there is none.
 */
export async function replayWebhook(
  deps: ManageDeps,
  { replayed, ...request }: WebhookRequest & { replayed: ReplayedEvents },
): Promise<Outcome<{ events: number }>> {
  return withWebhook(deps, request, async (tx, webhook, actorId) => {
    const events = await replayWebhookEvents(tx, webhook, replayed);
    if (events === 0) return refused({ kind: 'nothing-to-replay' });
    await recordWebhook(deps, tx, webhook, {
      kind: 'webhook.replayed',
      actorId,
      detail: { ...storeReplayed(replayed), events },
    });
    tx.after('send-webhooks', [webhook.id]);
    return done({ events });
  });
}

function storeReplayed(replayed: ReplayedEvents): Record<string, string> {
  if ('eventId' in replayed) return replayed;
  const { since, until, which } = replayed;
  return { since: since.toISOString(), until: until.toISOString(), which };
}
