import { findWebhookById, type Webhook } from '#src/db/webhook/webhook.ts';
import { type LeasedEvent, leaseWebhookEvents } from '#src/db/webhook/webhook-sending.ts';
import { listWebhookSecrets } from '#src/db/webhook/webhook-secret.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import type { WebhookCall } from '#src/ports/webhooks.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** An event to send now, and how. */
export type CallToMake = { leased: LeasedEvent; call: WebhookCall };

/** Longer than a call takes. */
const LEASE_MS = 60_000;
const AT_ONCE = 20;

/**
 * Leases the next calls of a webhook; none when it is paused or left alone for a while. A sender that dies loses them after a
 * minute. A webhook that was down is tried with a single one.
 *
 * @throws `MissingKey` when its secret is under a key that is not here.
 */
export async function leaseCalls(
  { db, clock, keys }: Pick<Deps, 'db' | 'clock' | 'keys'>,
  webhookId: string,
): Promise<CallToMake[]> {
  const now = clock.now();
  const webhook = await findWebhookById(db, webhookId);
  if (!webhook || !canBeCalled(webhook, now)) return [];
  // Before anything is leased: another process may have the key.
  const sealed = await listWebhookSecrets(db, webhook, now);
  const secrets = sealed.map(({ id, sealed: bytes }) => keys.openSecret(bytes, id, 'webhook'));
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const most = webhook.failures > 0 ? 1 : AT_ONCE;
  const events = await leaseWebhookEvents(db, webhook, { now, leaseUntil, most });
  return events.map((leased) => ({ leased, call: callOf(webhook, leased, secrets) }));
}

function canBeCalled({ status, heldUntil }: Webhook, now: Date): boolean {
  return status === 'active' && (heldUntil === null || heldUntil <= now);
}

function callOf(
  { url }: Webhook,
  { eventId, type, occurredAt, data }: LeasedEvent,
  secrets: Secret[],
): WebhookCall {
  const head = `"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(occurredAt)}`;
  return { url, id: eventId, body: `{${head},"data":${data}}`, secrets };
}
