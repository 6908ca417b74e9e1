import { endWebhookSecrets, eraseEndedSecrets } from '#src/db/webhook/webhook-secret.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { makeSecret } from './steps/make-secret.ts';
import { recordWebhook } from './steps/record-webhook.ts';
import { type ManageDeps, type WebhookRequest, withWebhook } from './steps/with-webhook.ts';

/** The old secret signs beside the new one for so long. */
const OVERLAP_MS = DAY_MS;

/** `oldEndsAt`: until then calls are signed with both. */
export type RotatedSecret = { secret: Secret; oldEndsAt: Date };

/** Gives a webhook a new secret, which is shown once. `isLeaked`: the old one ends at once, and not a day later. */
export async function rotateWebhook(
  deps: ManageDeps,
  { isLeaked, ...request }: WebhookRequest & { isLeaked: boolean },
): Promise<Outcome<RotatedSecret>> {
  return withWebhook(deps, request, async (tx, webhook, actorId) => {
    const oldEndsAt = isLeaked ? tx.now : new Date(tx.now.getTime() + OVERLAP_MS);
    await endWebhookSecrets(tx, webhook, oldEndsAt);
    await eraseEndedSecrets(tx, webhook);
    const secret = await makeSecret(deps, tx, webhook);
    const detail = { oldEndsAt: oldEndsAt.toISOString() };
    await recordWebhook(deps, tx, webhook, { kind: 'webhook.rotated', actorId, detail });
    return done({ secret, oldEndsAt });
  });
}
