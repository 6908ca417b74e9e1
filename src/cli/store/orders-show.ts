import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { showOrder } from './order-text.ts';

/** `largesse orders show`: shows an order, where it is sent and how it stands. */
export function addOrdersShow(program: Command): void {
  addCommand(program, {
    name: 'orders show',
    summary: 'show an order: for whom it is, where it is sent, and how it stands',
    takes: (command) => command.argument('<order>', 'its id, from: largesse orders list', readUuid),
    json: 'object',
    examples: ['orders show 0192f0c1-2345-7abc-8def-0123456789ab'],
    run: async (core, id: string) => showOrder(core, id),
  });
}
