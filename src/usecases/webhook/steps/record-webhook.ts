import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { WebhookRef } from '#src/db/webhook/webhook.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type WebhookDeed = {
  kind: Extract<ActivityKind, `webhook.${string}`>;
  /** Null where nobody did it. */
  actorId: string | null;
  detail?: Record<string, unknown>;
};

/** Keeps on record what was done to a webhook, and by whom. */
export async function recordWebhook(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: webhookId }: WebhookRef,
  { kind, actorId, detail }: WebhookDeed,
): Promise<void> {
  await insertActivities(tx, [
    { organizationId, id: newId(), at: tx.now, kind, actorId, detail: { webhookId, ...detail } },
  ]);
}
