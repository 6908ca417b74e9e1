import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { listOwnWebhooks, stateText } from './webhook-text.ts';

const COLUMNS = ['Id', 'Address', 'State', 'Waiting', 'Failed'].map((title) => ({ title }));

/** `largesse webhooks list`: who is told of events, and how that goes. */
export function addWebhooksList(program: Command): void {
  addCommand(program, {
    name: 'webhooks list',
    summary: 'show which addresses are told of events, and how that goes',
    json: 'array',
    examples: ['webhooks list'],
    async run(core) {
      const webhooks = await listOwnWebhooks(core);
      if (webhooks.length === 0)
        return { json: [], text: 'There is no webhook. Make one: largesse webhooks create' };
      const rows = webhooks.map((webhook) => {
        const { id, url, waiting, failed } = webhook;
        return [id, url, stateText(webhook), String(waiting), String(failed)];
      });
      return { json: webhooks, text: tableText(COLUMNS, rows) };
    },
  });
}
