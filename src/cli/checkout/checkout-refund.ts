import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { checkoutLines, showCheckout } from './checkout-text.ts';
import { findToSettle, readPart, type SettleOptions, takesCheckout } from './settle-options.ts';

type Options = SettleOptions & { amount?: string; requestId?: string; reason: string };

/** `largesse checkout refund`: gives back what was taken for a purchase, all of it or a part. */
export function addCheckoutRefund(program: Command): void {
  addCommand(program, {
    name: 'checkout refund',
    summary: 'give back what was taken for a purchase, to what paid last first',
    takes: (command) =>
      takesCheckout(command)
        .requiredOption('--reason <text>', 'why: recorded in the activity log', readReason)
        .option('--amount <amount>', 'only so much; all that is left by default')
        .option('--request-id <id>', 'your own id for it: the same one gives back once'),
    json: 'object',
    examples: [
      'checkout refund 0192f0c1-2345-7abc-8def-0123456789ab --amount 5 --reason broken --as finance@example.com --yes',
    ],
    async run(core, id: string, options: Options) {
      mustBeAgreed(options);
      const { checkout, toSettle } = await findToSettle(core, id, options.as);
      const amountMinor = readPart(core, checkout, options.amount);
      const isSure = await isAgreed('Refund it?', checkoutLines(core, checkout), options);
      if (!isSure) return { json: null, text: 'Nothing was refunded.' };
      const { requestId = randomUUID(), reason } = options;
      orRefuse(core, await core.app.checkout.refund({ ...toSettle, requestId, amountMinor, reason }));
      return showCheckout(core, id);
    },
  });
}
