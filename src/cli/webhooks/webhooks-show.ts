import type { Command } from 'commander';
import type { ListedWebhook } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { getWebhookNamed, stateText, timeText } from './webhook-text.ts';

const COLUMNS = ['Webhook', ''].map((title) => ({ title }));

/** `largesse webhooks show`: all about one webhook but its secret. */
export function addWebhooksShow(program: Command): void {
  addCommand(program, {
    name: 'webhooks show',
    summary: 'show what a webhook is told of and how it does',
    takes: (command) => command.argument('<id>', 'the id of the webhook, or how it begins'),
    json: 'object',
    examples: ['webhooks show 0197a5c2'],
    async run(core, id: string) {
      const webhook = await getWebhookNamed(core, id);
      return { json: webhook, text: tableText(COLUMNS, rowsOf(webhook)) };
    },
  });
}

function rowsOf(webhook: ListedWebhook): string[][] {
  const { id, url, types, madeAt, madeBy, heldUntil, waiting, failed, oldSecretEndsAt } = webhook;
  return [
    ['Id', id],
    ['Address', url],
    ['Is told of', types.join(', ')],
    ['State', stateText(webhook)],
    ...(heldUntil ? [['Left alone until', timeText(heldUntil)]] : []),
    ['Events that wait', String(waiting)],
    ['Events given up', String(failed)],
    ['Made', `${timeText(madeAt)} by ${madeBy ?? 'the operator'}`],
    ...(oldSecretEndsAt ? [['Old secret ends', timeText(oldSecretEndsAt)]] : []),
  ];
}
