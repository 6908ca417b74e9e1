import { saveWebhookMove } from '#src/db/webhook/webhook.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { type ManageDeps, type WebhookRequest, withWebhook } from './steps/with-webhook.ts';

/** Calls a paused or disabled webhook again, also with what happened meanwhile, as if no call had ever gone wrong. */
export async function resumeWebhook(deps: ManageDeps, request: WebhookRequest): Promise<Outcome<undefined>> {
  return withWebhook(deps, request, async (tx, webhook, actorId) => {
    if (!(await saveWebhookMove(tx, webhook, 'resume')))
      return refused({ kind: 'webhook-state', status: webhook.status });
    await recordWebhook(deps, tx, webhook, { kind: 'webhook.resumed', actorId });
    tx.after('send-webhooks', [webhook.id]);
    return done(undefined);
  });
}
