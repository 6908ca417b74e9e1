import type { Tx } from '#src/db/kit/schema.ts';
import {
  lockWebhookSecretsUnderOtherKeys,
  saveResealedWebhookSecret,
  type WebhookSecretUnderOldKey,
} from '#src/db/keys/sealed-webhook-secret.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { asError } from '#src/kit/errors.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type BatchToReseal, resealAll, type ResealDeps, type ResealedBatch } from './steps/reseal-all.ts';

/** A webhook's secret that was left under its key, and why. */
export type LeftWebhookSecret = { webhookId: string; reason: string };

/**
 * Seals the secrets of all webhooks anew under the first key of the ring. One that does not open, because it
 * was altered or is another row's, stays as it is.
 */
export async function resealWebhookSecrets(
  deps: ResealDeps,
  onProgress: (resealed: number) => void = () => {},
): Promise<LeftWebhookSecret[]> {
  return resealAll(deps, (tx, batch) => resealBatch(deps, tx, batch), onProgress);
}

async function resealBatch(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  batch: BatchToReseal,
): Promise<ResealedBatch<LeftWebhookSecret>> {
  const secrets = await lockWebhookSecretsUnderOtherKeys(tx, batch);
  const left: LeftWebhookSecret[] = [];
  for (const secret of secrets) {
    const reason = await reseal(deps, tx, secret);
    if (reason !== undefined) left.push({ webhookId: secret.webhookId, reason });
  }
  return { resealed: secrets.length - left.length, left, last: secrets.at(-1)?.id };
}

/** Why it was left; undefined when it was sealed anew. */
async function reseal(
  { newId, keys }: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  { organizationId, id, webhookId, sealed }: WebhookSecretUnderOldKey,
): Promise<string | undefined> {
  let made: { keyId: string; sealed: Uint8Array };
  try {
    made = keys.sealSecret(keys.openSecret(sealed, id, 'webhook'), id, 'webhook');
  } catch (error) {
    return asError(error).message;
  }
  await saveResealedWebhookSecret(tx, { organizationId, id }, made);
  const detail = { webhookId, keyId: made.keyId };
  await insertActivities(tx, [{ organizationId, id: newId(), at: tx.now, kind: 'webhook.resealed', detail }]);
  return undefined;
}
