import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { type EndOptions, takesOrder, toSettle } from './order-options.ts';
import { showOrder } from './order-text.ts';

/** `largesse orders cancel`: cancels an order that is not done. */
export function addOrdersCancel(program: Command): void {
  addCommand(program, {
    name: 'orders cancel',
    summary: 'cancel an order that is not done: money and stock go back',
    takes: (command) =>
      takesOrder(command)
        .requiredOption('--reason <text>', 'why: its buyer reads it', readReason)
        .option('--yes', 'do not ask before it is done'),
    json: 'object',
    examples: [
      'orders cancel 0192f0c1-2345-7abc-8def-0123456789ab --reason "It was torn" --as priya@example.com --yes',
    ],
    async run(core, id: string, options: EndOptions) {
      mustBeAgreed(options);
      const { text } = await showOrder(core, id);
      if (!(await isAgreed('Cancel it?', text, options)))
        return { json: null, text: 'Nothing was cancelled.' };
      const { as, reason } = options;
      orRefuse(core, await core.app.store.cancelOrder({ ...(await toSettle(core, id, as)), reason }));
      return showOrder(core, id);
    },
  });
}
