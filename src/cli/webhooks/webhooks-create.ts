import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from '#src/cli/people/get-actor.ts';
import { EVENT_TYPE_NAMES } from '#src/domain/webhook/event-types.ts';
import { secretText } from './webhook-text.ts';

type Options = { events: string[]; as?: string };

/** `largesse webhooks create`: has an address told of events. */
export function addWebhooksCreate(program: Command): void {
  addCommand(program, {
    name: 'webhooks create',
    summary: 'have an address told of events from now on; its secret is shown once',
    takes: (command) =>
      command
        .argument('<url>', 'where events are posted, such as https://example.com/hook')
        .requiredOption(
          '--events <types>',
          'which ones, such as gift.issued,gift.redeemed; or all',
          readTypes,
        )
        .option('--as <email>', 'the admin who makes it', readEmail),
    json: 'object',
    examples: [
      'webhooks create https://example.com/hook --events gift.issued,gift.redeemed',
      'webhooks create https://example.com/hook --events all --as ada@example.com',
    ],
    async run(core, url: string, { events, as }: Options) {
      const actor = await getActor(core, as);
      const created = orRefuse(core, await core.app.webhook.create({ actor, url, types: events }));
      const secret = created.secret.reveal();
      return {
        json: { ...created, secret },
        text: [
          `Webhook ${created.id} is told of ${created.types.join(', ')} at ${created.url}`,
          ...secretText(secret),
          `Try it out: largesse webhooks ping ${created.id}`,
        ],
      };
    },
  });
}

function readTypes(text: string): string[] {
  if (text === 'all') return [...EVENT_TYPE_NAMES];
  return text.split(/[\s,]+/u).filter((type) => type !== '');
}
