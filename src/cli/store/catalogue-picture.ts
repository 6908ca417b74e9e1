import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { readFileBytes } from '#src/cli/kit/read-file-bytes.ts';

/** `largesse catalogue picture`: gives an item its picture. */
export function addCataloguePicture(program: Command): void {
  addCommand(program, {
    name: 'catalogue picture',
    summary: 'give an item its picture: PNG, JPEG or WebP, 2 MB at most',
    takes: (command) =>
      command
        .argument('<item>', 'its id, as largesse catalogue list shows it', readUuid)
        .argument('<file>', 'the picture')
        .option('--as <email>', 'who changes it: hr or an admin; default: you', readEmail),
    json: 'object',
    examples: ['catalogue picture 0197f6a0-0000-7000-8000-000000000001 mug.jpg'],
    async run(core, itemId: string, path: string, { as }: { as?: string }) {
      const actor = await findDoer(core, as);
      const { picture } = orRefuse(
        core,
        await core.app.store.addPicture({ actor, bytes: await readFileBytes(path) }),
      );
      const { after } = orRefuse(
        core,
        await core.app.store.changeItem({ actor, itemId, fields: { picture } }),
      );
      return { json: { itemId, picture }, text: `${after.name} has its picture.` };
    },
  });
}
