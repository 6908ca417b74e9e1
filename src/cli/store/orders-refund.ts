import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { type EndOptions, takesOrder, toSettle } from './order-options.ts';
import { showOrder } from './order-text.ts';

/** `largesse orders refund`: gives back what was paid for an order that was done. */
export function addOrdersRefund(program: Command): void {
  addCommand(program, {
    name: 'orders refund',
    summary: 'give back all that was paid for an order that was done',
    takes: (command) =>
      takesOrder(command)
        .requiredOption('--reason <text>', 'why: its buyer reads it', readReason)
        .option('--yes', 'do not ask before it is done'),
    json: 'object',
    examples: [
      'orders refund 0192f0c1-2345-7abc-8def-0123456789ab --reason "It was torn" --as priya@example.com --yes',
    ],
    async run(core, id: string, options: EndOptions) {
      mustBeAgreed(options);
      const { text } = await showOrder(core, id);
      if (!(await isAgreed('Refund it?', text, options)))
        return { json: null, text: 'Nothing was refunded.' };
      const { as, reason } = options;
      orRefuse(core, await core.app.store.refundOrder({ ...(await toSettle(core, id, as)), reason }));
      return showOrder(core, id);
    },
  });
}
