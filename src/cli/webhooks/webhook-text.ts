import type { ListedWebhook } from '#src/app.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { Refused } from '#src/cli/kit/context.ts';
import type { Core } from '#src/process/open-core.ts';

/** The webhooks of the organization. */
export async function listOwnWebhooks(core: Core): Promise<ListedWebhook[]> {
  return orRefuse(core, await core.app.queries.webhook.list(operatorOf(core), core.clock.now()));
}

/** The webhook whose id is this, or begins so. Refuses when there is none, or several. */
export async function getWebhookNamed(core: Core, id: string): Promise<ListedWebhook> {
  const found = (await listOwnWebhooks(core)).filter((webhook) => webhook.id.startsWith(id.toLowerCase()));
  const [webhook, another] = found;
  if (!webhook) throw new Refused(`No webhook has an id that begins with ${id}. See: largesse webhooks list`);
  if (another) throw new Refused(`Several webhooks have an id that begins with ${id}: write more of it`);
  return webhook;
}

/** How a webhook does, in a few words. */
export function stateText({ status, disabledWhy, failingSince }: ListedWebhook): string {
  if (status === 'disabled')
    return disabledWhy === 'gone' ? 'disabled: it is gone' : 'disabled: it took nothing';
  if (status === 'active' && failingSince) return `active, failing since ${timeText(failingSince)}`;
  return status;
}

export function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What to do with a secret that is shown now and never again. */
export function secretText(secret: string): string[] {
  return [
    `Secret: ${secret}`,
    'It is shown this once. The receiver checks with it that calls are from Largesse: https://www.standardwebhooks.com',
  ];
}
