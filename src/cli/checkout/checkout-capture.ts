import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { checkoutLines, showCheckout } from './checkout-text.ts';
import { findToSettle, readPart, type SettleOptions, takesCheckout } from './settle-options.ts';

type Options = SettleOptions & { amount?: string; requestId?: string };

/** `largesse checkout capture`: takes what is held for a purchase, all of it or a part. */
export function addCheckoutCapture(program: Command): void {
  addCommand(program, {
    name: 'checkout capture',
    summary: 'take what is held for a purchase, once; the rest goes back',
    takes: (command) =>
      takesCheckout(command)
        .option('--amount <amount>', 'only so much of it')
        .option('--request-id <id>', 'your own id for it: the same one takes once'),
    json: 'object',
    examples: ['checkout capture 0192f0c1-2345-7abc-8def-0123456789ab --as finance@example.com --yes'],
    async run(core, id: string, options: Options) {
      mustBeAgreed(options);
      const { checkout, toSettle } = await findToSettle(core, id, options.as);
      const amountMinor = readPart(core, checkout, options.amount);
      const isSure = await isAgreed('Take it?', checkoutLines(core, checkout), options);
      if (!isSure) return { json: null, text: 'Nothing was taken.' };
      const { requestId = randomUUID() } = options;
      orRefuse(core, await core.app.checkout.capture({ ...toSettle, requestId, amountMinor }));
      return showCheckout(core, id);
    },
  });
}
