import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { checkDays, readDay, readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from '#src/cli/people/get-actor.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Core } from '#src/process/open-core.ts';
import { getWebhookNamed } from './webhook-text.ts';

type Options = { event?: string; since?: string; until?: string; failed?: true; as?: string };

/** `largesse webhooks replay`: sends events again. */
export function addWebhooksReplay(program: Command): void {
  addCommand(program, {
    name: 'webhooks replay',
    summary: 'send a webhook one event again, or those of some days; each keeps its id',
    takes: (command) =>
      command
        .argument('<id>', 'the id of the webhook, or how it begins')
        .option('--event <id>', 'this one')
        .option('--since <day>', 'those from this day on, such as 2027-01-15', readDay)
        .option('--until <day>', 'up to the end of this day', readDay)
        .option('--failed', 'of those, only the ones that were given up')
        .option('--as <email>', 'the admin who does it', readEmail),
    json: 'object',
    examples: [
      'webhooks replay 0197a5c2 --event 0197a5c2-7d1e-7000-8000-000000000001',
      'webhooks replay 0197a5c2 --since 2027-01-15 --failed',
    ],
    async run(core, id: string, { as, ...options }: Options) {
      const replayed = replayedBy(core, options);
      const { id: webhookId } = await getWebhookNamed(core, id);
      const actor = await getActor(core, as);
      const { events } = orRefuse(core, await core.app.webhook.replay({ actor, webhookId, replayed }));
      return { json: { id: webhookId, events }, text: `Sending ${countText(events, 'event')} again.` };
    },
  });
}

function replayedBy(core: Core, { event, since, until, failed }: Omit<Options, 'as'>) {
  if ((event === undefined) === (since === undefined))
    throw new UsageError('Say which: one by --event, or those of some days by --since');
  if (event !== undefined) {
    if (!isUuid(event)) throw new UsageError('--event takes the id of an event, which webhooks log shows');
    return { eventId: event };
  }
  checkDays({ since, until });
  const { timeZone } = core.organization;
  return {
    since: dayStart(since ?? '', timeZone),
    until: until === undefined ? core.clock.now() : dayStart(until, timeZone, 1),
    which: failed ? ('failed' as const) : ('all' as const),
  };
}
