import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid, readWholeNumber } from '#src/cli/kit/read-arguments.ts';

/** `largesse stock low`: says below how many codes of a product HR and finance are told. */
export function addStockLow(program: Command): void {
  addCommand(program, {
    name: 'stock low',
    summary: 'say below how many codes of a product HR and finance are told; 0: never',
    takes: (command) =>
      command
        .argument('<product>', 'its id, as largesse stock report shows it', readUuid)
        .argument('<count>', 'below so many', readWholeNumber)
        .option('--as <email>', 'who sets it: hr, finance or an admin; default: you', readEmail),
    json: 'object',
    examples: ['stock low 0197f6a0-0000-7000-8000-000000000001 20'],
    async run(core, productId: string, lowAt: number, { as }: { as?: string }) {
      const actor = await findDoer(core, as);
      const product = orRefuse(core, await core.app.reward.setLowAt({ actor, productId, lowAt }));
      const text =
        lowAt === 0
          ? `Nobody is told when few codes of ${product.name} are left.`
          : `HR and finance are told once when fewer than ${lowAt} codes of ${product.name} are left.`;
      return { json: { productId, name: product.name, lowAt }, text };
    },
  });
}
