import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { WebhookRef } from './webhook.ts';

/** A secret, which is bound to its id. */
export type SealedWebhookSecret = { id: string; sealed: Buffer };

export async function insertWebhookSecret(
  tx: Tx,
  secret: { organizationId: string; id: string; webhookId: string; keyId: string; sealed: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('webhook_secret')
    .values({
      organization_id: secret.organizationId,
      id: secret.id,
      webhook_id: secret.webhookId,
      key_id: secret.keyId,
      sealed: Buffer.from(secret.sealed),
      made_at: tx.now,
      ends_at: null,
    })
    .execute();
}

/** What calls of a webhook are signed with at an instant, the newest first. */
export async function listWebhookSecrets(
  db: Reader,
  { organizationId, id }: WebhookRef,
  now: Date,
): Promise<SealedWebhookSecret[]> {
  const rows = await db
    .selectFrom('webhook_secret')
    .select(['id', 'sealed'])
    .where('organization_id', '=', organizationId)
    .where('webhook_id', '=', id)
    .where('sealed', 'is not', null)
    .where((is) => is.or([is('ends_at', 'is', null), is('ends_at', '>', now)]))
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.flatMap(({ id: secretId, sealed }) => (sealed ? [{ id: secretId, sealed }] : []));
}

/** Lets the secret that counts end at an instant; one that was to end later than that, too. */
export async function endWebhookSecrets(
  tx: Tx,
  { organizationId, id }: WebhookRef,
  endsAt: Date,
): Promise<void> {
  await tx
    .updateTable('webhook_secret')
    .set({ ends_at: endsAt })
    .where('organization_id', '=', organizationId)
    .where('webhook_id', '=', id)
    .where('sealed', 'is not', null)
    .where((is) => is.or([is('ends_at', 'is', null), is('ends_at', '>', endsAt)]))
    .execute();
}

/** Erases the secrets that ended: of all webhooks, or of one. */
export async function eraseEndedSecrets(tx: Tx, of?: WebhookRef): Promise<void> {
  await tx
    .updateTable('webhook_secret')
    .set({ sealed: null })
    .where('ends_at', '<=', tx.now)
    .where('sealed', 'is not', null)
    .$call((query) =>
      of ? query.where('organization_id', '=', of.organizationId).where('webhook_id', '=', of.id) : query,
    )
    .execute();
}
