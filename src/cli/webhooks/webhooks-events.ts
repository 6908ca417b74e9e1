import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { EVENT_TYPES, type EventShape } from '#src/domain/webhook/event-types.ts';

const COLUMNS = ['Event', 'What it tells'].map((title) => ({ title }));

/** `largesse webhooks events`: what a webhook can be told of. */
export function addWebhooksEvents(program: Command): void {
  addCommand(program, {
    name: 'webhooks events',
    summary: 'list the events that a webhook can be told of, and what each tells',
    json: 'object',
    examples: ['webhooks events'],
    async run() {
      const rows = Object.entries(EVENT_TYPES).map(([type, shape]) => [type, fieldsText(shape)]);
      return { json: EVENT_TYPES, text: tableText(COLUMNS, rows) };
    },
  });
}

function fieldsText(shape: EventShape): string {
  return Object.entries(shape)
    .map(([name, kind]) => (typeof kind === 'string' ? name : `${name} (${kind.join(', ')})`))
    .join(', ');
}
