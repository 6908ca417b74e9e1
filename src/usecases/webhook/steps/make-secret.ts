import type { Tx } from '#src/db/kit/schema.ts';
import type { WebhookRef } from '#src/db/webhook/webhook.ts';
import { insertWebhookSecret } from '#src/db/webhook/webhook-secret.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { newWebhookSecret } from '#src/kit/webhook-secret.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Gives a webhook a new secret, and keeps it sealed. It is shown once. */
export async function makeSecret(
  { newId, keys }: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  { organizationId, id: webhookId }: WebhookRef,
): Promise<Secret> {
  const id = newId();
  const secret = newWebhookSecret();
  await insertWebhookSecret(tx, { organizationId, id, webhookId, ...keys.sealSecret(secret, id, 'webhook') });
  return secret;
}
