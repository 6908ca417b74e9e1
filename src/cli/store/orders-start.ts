import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { type OrderOptions, takesOrder, toSettle } from './order-options.ts';
import { showOrder } from './order-text.ts';

/** `largesse orders start`: takes on an order, and its money. */
export function addOrdersStart(program: Command): void {
  addCommand(program, {
    name: 'orders start',
    summary: 'take on an order: its money is taken, and its buyer is told',
    takes: takesOrder,
    json: 'object',
    examples: ['orders start 0192f0c1-2345-7abc-8def-0123456789ab --as morgan@example.com'],
    async run(core, id: string, { as }: OrderOptions) {
      orRefuse(core, await core.app.store.startOrder(await toSettle(core, id, as)));
      return showOrder(core, id);
    },
  });
}
