import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { showCheckout } from './checkout-text.ts';
import { getMarketplaceNamed } from './get-marketplace-named.ts';

type Options = AgreeOptions & { as: string; for: string; requestId?: string };

/** `largesse checkout authorize`: holds an amount of somebody's wallet for a purchase. */
export function addCheckoutAuthorize(program: Command): void {
  addCommand(program, {
    name: 'checkout authorize',
    summary: 'hold an amount of a wallet for a purchase: credit first, then gift funds',
    takes: (command) =>
      command
        .argument('<marketplace>', 'by name or id')
        .argument('<amount...>', 'such as 12.50')
        .requiredOption('--as <email>', 'who spends', readEmail)
        .option('--for <text>', 'what is bought', '')
        .option('--request-id <id>', 'your own id for it: the same one is authorized once')
        .option('--yes', 'do not ask before it is done'),
    json: 'object',
    examples: ['checkout authorize Store 12.50 --as alice@example.com --for "a mug" --yes'],
    async run(core, marketplaceName: string, typed: string[], options: Options) {
      mustBeAgreed(options);
      const marketplace = await getMarketplaceNamed(core, marketplaceName);
      const { id: marketplaceId, name, currency } = marketplace;
      const amountMinor = readMinorAboveZero(core, marketplace, typed.join(' '));
      const person = await getPersonWithEmail(core, options.as);
      const amount = formatMoney({ amountMinor, currency }, core.words.locale);
      const question = `Hold ${amount} of ${person.name}’s wallet for ${name}?`;
      if (!(await isAgreed(question, [], options))) return { json: null, text: 'Nothing was held.' };
      const { requestId = randomUUID(), for: description } = options;
      const asked = { person, marketplaceId, amountMinor, currency, requestId, description };
      return showCheckout(core, orRefuse(core, await core.app.checkout.authorize(asked)).id);
    },
  });
}
