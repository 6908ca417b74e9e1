import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockWebhook, type Webhook } from '#src/db/webhook/webhook.ts';
import { type Outcome, refused } from '#src/domain/outcome.ts';
import type { Actor } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { mayManage } from './may-manage.ts';

export type ManageDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** Somebody who manages a webhook, and which one. */
export type WebhookRequest = { actor: Actor; webhookId: string };

/** Does something with a locked webhook for somebody who may. Refuses everybody else, and one that is deleted or not there. */
export async function withWebhook<T>(
  deps: ManageDeps,
  { actor, webhookId }: WebhookRequest,
  work: (tx: Tx, webhook: Webhook, actorId: string | null) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const doer = mayManage(actor);
  if (!doer.ok) return doer;
  return transact(deps, async (tx): Promise<Outcome<T>> => {
    const webhook = await lockWebhook(tx, { organizationId: actor.organizationId, id: webhookId });
    if (!webhook) return refused({ kind: 'unknown-webhook' });
    if (webhook.status === 'deleted') return refused({ kind: 'webhook-state', status: 'deleted' });
    return work(tx, webhook, doer.value.actorId);
  });
}
