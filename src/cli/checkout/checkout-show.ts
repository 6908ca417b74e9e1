import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { checkoutLines } from './checkout-text.ts';

/** `largesse checkout show`: shows a purchase and how it is paid. */
export function addCheckoutShow(program: Command): void {
  addCommand(program, {
    name: 'checkout show',
    summary: 'show a purchase: how it is paid, what was taken and refunded',
    takes: (command) => command.argument('<checkout>', 'its id', readUuid),
    json: 'object',
    examples: ['checkout show 0192f0c1-2345-7abc-8def-0123456789ab'],
    async run(core, id: string) {
      const checkout = await core.app.queries.checkout.find(operatorOf(core), id);
      if (!checkout) return orRefuse(core, { ok: false, refusal: { kind: 'unknown-checkout' } });
      return { json: checkout, text: checkoutLines(core, checkout) };
    },
  });
}
