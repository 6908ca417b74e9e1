import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';

/** `largesse catalogue retire`: takes an item out of the store, or offers it again. */
export function addCatalogueRetire(program: Command): void {
  addCommand(program, {
    name: 'catalogue retire',
    summary: 'take an item out of the store, or offer it again',
    takes: (command) =>
      command
        .argument('<item>', 'its id, as largesse catalogue list shows it', readUuid)
        .option('--undo', 'offer it again')
        .option('--as <email>', 'who changes it: hr or an admin; default: you', readEmail),
    json: 'object',
    examples: ['catalogue retire 0197f6a0-0000-7000-8000-000000000001'],
    async run(core, itemId: string, { undo, as }: { undo?: true; as?: string }) {
      const isRetired = !undo;
      const actor = await findDoer(core, as);
      const { after } = orRefuse(core, await core.app.store.retireItem({ actor, itemId, isRetired }));
      const text = isRetired ? `${after.name} is out of the store.` : `${after.name} is in the store again.`;
      return { json: { itemId, isRetired }, text };
    },
  });
}
