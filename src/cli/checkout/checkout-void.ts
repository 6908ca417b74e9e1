import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { checkoutLines, showCheckout } from './checkout-text.ts';
import { findToSettle, type SettleOptions, takesCheckout } from './settle-options.ts';

/** `largesse checkout void`: gives back all that is held for a purchase. */
export function addCheckoutVoid(program: Command): void {
  addCommand(program, {
    name: 'checkout void',
    summary: 'give back all that is held for a purchase that was not taken yet',
    takes: takesCheckout,
    json: 'object',
    examples: ['checkout void 0192f0c1-2345-7abc-8def-0123456789ab --as finance@example.com --yes'],
    async run(core, id: string, options: SettleOptions) {
      mustBeAgreed(options);
      const { checkout, toSettle } = await findToSettle(core, id, options.as);
      const isSure = await isAgreed('Void it?', checkoutLines(core, checkout), options);
      if (!isSure) return { json: null, text: 'Nothing was given back.' };
      orRefuse(core, await core.app.checkout.void(toSettle));
      return showCheckout(core, id);
    },
  });
}
