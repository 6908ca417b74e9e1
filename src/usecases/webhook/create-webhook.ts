import { transact } from '#src/db/kit/transact.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { countWebhooks, insertWebhook } from '#src/db/webhook/webhook.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Actor } from '#src/domain/people/access.ts';
import { EVENT_TYPE_NAMES, type EventType, isEventType } from '#src/domain/webhook/event-types.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { makeSecret } from './steps/make-secret.ts';
import { mayManage } from './steps/may-manage.ts';
import { recordWebhook } from './steps/record-webhook.ts';

type CreateDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator' | 'webhooks'>;

/** Each event is written once for each of them. */
const MOST_WEBHOOKS = 20;

export type CreatedWebhook = { id: string; url: string; types: EventType[]; secret: Secret };

/**
 * Has an address told of events of these types from now on. Its secret is shown once.
 *
 * Refuses an address that may not be called, a type that there is not, and more than twenty of them.
 */
export async function createWebhook(
  deps: CreateDeps,
  { actor, url, types: asked }: { actor: Actor; url: string; types: readonly string[] },
): Promise<Outcome<CreatedWebhook>> {
  const doer = mayManage(actor);
  if (!doer.ok) return doer;
  const unknown = asked.filter((type) => !isEventType(type));
  const types = EVENT_TYPE_NAMES.filter((type) => asked.includes(type));
  if (unknown.length > 0 || types.length === 0)
    return refused({ kind: 'webhook-types', unknown, known: EVENT_TYPE_NAMES });
  const problem = await deps.webhooks.check(url);
  if (problem) return refused({ kind: 'webhook-url', problem });
  const { organizationId } = actor;
  return transact(deps, async (tx): Promise<Outcome<CreatedWebhook>> => {
    await lockPeople(tx, organizationId);
    if ((await countWebhooks(tx, organizationId)) >= MOST_WEBHOOKS)
      return refused({ kind: 'webhook-limit', most: MOST_WEBHOOKS });
    const { actorId } = doer.value;
    const webhook = { organizationId, id: deps.newId(), url: new URL(url).href };
    await insertWebhook(tx, { ...webhook, types, madeAt: tx.now, madeBy: actorId });
    const secret = await makeSecret(deps, tx, webhook);
    const detail = { host: new URL(url).host, types };
    await recordWebhook(deps, tx, webhook, { kind: 'webhook.created', actorId, detail });
    return done({ id: webhook.id, url: webhook.url, types, secret });
  });
}
