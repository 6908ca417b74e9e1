import type { Command } from 'commander';
import type { LoggedCall } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCount } from '#src/cli/kit/read-arguments.ts';
import { columnsText } from '#src/cli/kit/table.ts';
import { getWebhookNamed, timeText } from './webhook-text.ts';

type Options = { event?: string; limit: number };

const TITLES = ['When', 'Event', 'Id', 'Answer', 'Took', 'Now', 'It said'];

/** `largesse webhooks log`: the calls of a webhook and what came of them. */
export function addWebhooksLog(program: Command): void {
  addCommand(program, {
    name: 'webhooks log',
    summary: 'show the calls of a webhook and what came of them, the newest first',
    takes: (command) =>
      command
        .argument('<id>', 'the id of the webhook, or how it begins')
        .option('--event <id>', 'only the calls about one event')
        .option('--limit <count>', 'at most so many', readCount, 30),
    json: 'array',
    examples: ['webhooks log 0197a5c2', 'webhooks log 0197a5c2 --limit 200'],
    async run(core, id: string, { event, limit }: Options) {
      const { id: webhookId } = await getWebhookNamed(core, id);
      const filter = { webhookId, limit, ...(event !== undefined && { eventId: event }) };
      const calls = orRefuse(core, await core.app.queries.webhook.log(operatorOf(core), filter));
      const text = calls.length === 0 ? 'It was not called yet.' : columnsText(TITLES, calls.map(rowOf));
      return { json: calls, text };
    },
  });
}

function rowOf({ at, eventId, type, status, failure, tookMs, excerpt, state, dueAt }: LoggedCall): string[] {
  const now = state === 'due' ? `again at ${timeText(dueAt)}` : state;
  return [timeText(at), type, eventId, String(status ?? failure), `${tookMs} ms`, now, excerpt];
}
