import type { Command } from 'commander';
import type { App } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from '#src/cli/people/get-actor.ts';
import { getWebhookNamed } from './webhook-text.ts';

type Move = {
  verb: 'pause' | 'resume' | 'delete';
  summary: string;
  /** What is said once it is done. */
  done: string;
};

const MOVES: readonly Move[] = [
  {
    verb: 'pause',
    summary: 'call a webhook no more until it is resumed',
    done: 'is paused. What happens meanwhile is kept for it for 30 days.',
  },
  {
    verb: 'resume',
    summary: 'call a paused or disabled webhook again, also with what happened meanwhile',
    done: 'is called again, also with what happened meanwhile.',
  },
  {
    verb: 'delete',
    summary: 'call a webhook never again, and erase its secret',
    done: 'is deleted.',
  },
];

/** `largesse webhooks pause`, `resume` and `delete`. */
export function addWebhooksPause(program: Command): void {
  for (const { verb, summary, done } of MOVES) {
    addCommand(program, {
      name: `webhooks ${verb}`,
      summary,
      takes: (command) =>
        command
          .argument('<id>', 'the id of the webhook, or how it begins')
          .option('--as <email>', 'the admin who does it', readEmail),
      json: 'object',
      examples: [`webhooks ${verb} 0197a5c2`],
      async run(core, id: string, { as }: { as?: string }) {
        const { id: webhookId } = await getWebhookNamed(core, id);
        const actor = await getActor(core, as);
        orRefuse(core, await core.app.webhook[verb satisfies keyof App['webhook']]({ actor, webhookId }));
        return { json: { id: webhookId }, text: `Webhook ${webhookId} ${done}` };
      },
    });
  }
}
