import { saveWebhookMove } from '#src/db/webhook/webhook.ts';
import { endWebhookSecrets, eraseEndedSecrets } from '#src/db/webhook/webhook-secret.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { type ManageDeps, type WebhookRequest, withWebhook } from './steps/with-webhook.ts';

/** Calls a webhook never again, and erases its secrets. What it was told stays in its log for a while. */
export async function deleteWebhook(deps: ManageDeps, request: WebhookRequest): Promise<Outcome<undefined>> {
  return withWebhook(deps, request, async (tx, webhook, actorId) => {
    await endWebhookSecrets(tx, webhook, tx.now);
    await eraseEndedSecrets(tx, webhook);
    await saveWebhookMove(tx, webhook, 'delete');
    await recordWebhook(deps, tx, webhook, { kind: 'webhook.deleted', actorId });
    return done(undefined);
  });
}
