import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCurrency, readName } from '#src/cli/kit/read-arguments.ts';

type Options = { currency?: string; as?: string };

/** `largesse marketplace add`: adds a place where wallets of a currency can be spent. */
export function addMarketplaceAdd(program: Command): void {
  addCommand(program, {
    name: 'marketplace add',
    summary: 'add a place where wallets can be spent; its currency never changes',
    takes: (command) =>
      command
        .argument('<name>', 'what people call it', readName)
        .option(
          '--currency <code>',
          'the only currency it takes; the organization’s by default',
          readCurrency,
        )
        .addOption(asOption()),
    json: 'object',
    examples: ['marketplace add Store', 'marketplace add "Shop in Paris" --currency EUR'],
    async run(core, name: string, { currency = core.organization.currency, as }: Options) {
      const { id: organizationId } = core.organization;
      const asked = { organizationId, name, currency, ...(await findActor(core, as)) };
      const marketplace = orRefuse(core, await core.app.checkout.addMarketplace(asked));
      return { json: marketplace, text: `${name} takes ${currency}. Its id: ${marketplace.id}` };
    },
  });
}
