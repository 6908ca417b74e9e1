import { saveWebhookMove } from '#src/db/webhook/webhook.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { type ManageDeps, type WebhookRequest, withWebhook } from './steps/with-webhook.ts';

/** Calls a webhook no more until it is resumed; then it gets what happened meanwhile. */
export async function pauseWebhook(deps: ManageDeps, request: WebhookRequest): Promise<Outcome<undefined>> {
  return withWebhook(deps, request, async (tx, webhook, actorId) => {
    if (!(await saveWebhookMove(tx, webhook, 'pause')))
      return refused({ kind: 'webhook-state', status: webhook.status });
    await recordWebhook(deps, tx, webhook, { kind: 'webhook.paused', actorId });
    return done(undefined);
  });
}
