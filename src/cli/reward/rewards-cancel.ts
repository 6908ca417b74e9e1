import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';

type Options = AgreeOptions & { reason: string; as?: string };

const MEANS =
  'It is not bought: a gift becomes stored value, and an order of the store ends and its money goes back.';

/** `largesse rewards cancel`: gives up a purchase that its provider surely has not made. */
export function addRewardsCancel(program: Command): void {
  addCommand(program, {
    name: 'rewards cancel',
    summary: 'give up a purchase that waits for its provider, such as one that does not sell to us',
    takes: (command) =>
      command
        .argument('<id>', 'that of the gift, or of the order in the store', readUuid)
        .requiredOption('--reason <text>', 'why', readReason)
        .option('--as <email>', 'who gives it up: finance or an admin; default: you', readEmail)
        .option('--dry-run', 'show what would happen')
        .option('--yes', 'do it without being asked'),
    json: 'object',
    examples: ['rewards cancel 0197f6a0-0000-7000-8000-000000000001 --reason "our account is closed"'],
    async run(core, rewardId: string, options: Options) {
      mustBeAgreed(options);
      if (!(await isAgreed('Give it up?', [MEANS], options))) {
        return { json: { rewardId, isDone: false }, text: [MEANS, 'Nothing was given up.'] };
      }
      const actor = await findDoer(core, options.as);
      const asked = { actor, rewardId, reason: options.reason };
      const { provider } = orRefuse(core, await core.app.reward.cancelPurchase(asked));
      return { json: { rewardId, provider, isDone: true }, text: `It is not bought from ${provider}.` };
    },
  });
}
