import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from '#src/cli/people/get-actor.ts';
import { getWebhookNamed, secretText, timeText } from './webhook-text.ts';

type Options = { leaked?: true; as?: string };

/** `largesse webhooks rotate`: gives a webhook a new secret. */
export function addWebhooksRotate(program: Command): void {
  addCommand(program, {
    name: 'webhooks rotate',
    summary: 'give a webhook a new secret, which is shown once; the old one counts for another day',
    takes: (command) =>
      command
        .argument('<id>', 'the id of the webhook, or how it begins')
        .option('--leaked', 'somebody else knows the old one: it ends at once')
        .option('--as <email>', 'the admin who does it', readEmail),
    json: 'object',
    examples: ['webhooks rotate 0197a5c2', 'webhooks rotate 0197a5c2 --leaked'],
    async run(core, id: string, { leaked, as }: Options) {
      const { id: webhookId } = await getWebhookNamed(core, id);
      const actor = await getActor(core, as);
      const rotated = await core.app.webhook.rotate({ actor, webhookId, isLeaked: leaked === true });
      const { secret, oldEndsAt } = orRefuse(core, rotated);
      const old = leaked
        ? 'The old one has ended.'
        : `Until ${timeText(oldEndsAt)} calls are signed with both.`;
      return {
        json: { id: webhookId, secret: secret.reveal(), oldEndsAt },
        text: [...secretText(secret.reveal()), old],
      };
    },
  });
}
