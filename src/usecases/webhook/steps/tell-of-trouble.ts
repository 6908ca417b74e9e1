import { listByRoles } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Webhook } from '#src/db/webhook/webhook.ts';
import type { WebhookTrouble } from '#src/domain/message/notifications.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** Tells admins that a webhook takes no events, or is disabled because of that. */
export async function tellOfTrouble(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: subjectId, url }: Webhook,
  { state, since }: { state: WebhookTrouble['state']; since: Date },
): Promise<void> {
  const detail = { host: new URL(url).host, state, since: since.toISOString() };
  const admins = await listByRoles(tx, organizationId, ['admin']);
  await notify(
    deps,
    tx,
    admins.map((personId) => {
      return { organizationId, personId, subjectId, kind: 'webhook.trouble' as const, detail };
    }),
  );
}
