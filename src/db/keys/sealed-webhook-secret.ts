import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A webhook's secret that is under another key. */
export type WebhookSecretUnderOldKey = {
  organizationId: string;
  id: string;
  webhookId: string;
  sealed: Buffer;
};

/**
 * Locks the next secrets of an organization's webhooks, by their ids, that are not under a key. Those that somebody else is at are
 * left out, so that this never waits.
 */
export async function lockWebhookSecretsUnderOtherKeys(
  tx: Tx,
  {
    organizationId,
    keyId,
    after,
    limit,
  }: { organizationId: string; keyId: string; after: string; limit: number },
): Promise<WebhookSecretUnderOldKey[]> {
  const rows = await tx
    .selectFrom('webhook_secret')
    .select(['organization_id as organizationId', 'id', 'webhook_id as webhookId', 'sealed'])
    .where('organization_id', '=', organizationId)
    .where('id', '>', after)
    .where('key_id', '<>', keyId)
    .where('sealed', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.flatMap(({ sealed, ...secret }) => (sealed ? [{ ...secret, sealed }] : []));
}

export async function saveResealedWebhookSecret(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { keyId, sealed }: { keyId: string; sealed: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('webhook_secret')
    .set({ key_id: keyId, sealed: Buffer.from(sealed) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** How many webhooks' secrets are under a key. */
export async function countWebhookSecretsUnderKey(db: Reader, keyId: string): Promise<number> {
  const { secrets } = await db
    .selectFrom('webhook_secret')
    .select((is) => is.fn.countAll<bigint>().as('secrets'))
    .where('key_id', '=', keyId)
    .where('sealed', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(secrets);
}
