import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { type OrderOptions, takesOrder, toSettle } from './order-options.ts';
import { showOrder } from './order-text.ts';

type Options = OrderOptions & { note?: string };

/** `largesse orders fulfil`: says that an order is done. */
export function addOrdersFulfil(program: Command): void {
  addCommand(program, {
    name: 'orders fulfil',
    summary: 'say that an order is done, and tell its buyer',
    takes: (command) =>
      takesOrder(command).option('--note <text>', 'what its buyer reads, such as where to fetch it'),
    json: 'object',
    examples: [
      'orders fulfil 0192f0c1-2345-7abc-8def-0123456789ab --note "At the front desk" --as morgan@example.com',
    ],
    async run(core, id: string, { as, note }: Options) {
      orRefuse(core, await core.app.store.fulfilOrder({ ...(await toSettle(core, id, as)), note }));
      return showOrder(core, id);
    },
  });
}
