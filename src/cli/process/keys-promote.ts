import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { changeKeys } from '#src/process/change-keys.ts';
import { readKeys } from '#src/process/open-keys.ts';
import { changedJson, changedText, processText } from './keys-text.ts';

/** `largesse keys promote`: puts a key first in the ring. */
export function addKeysPromote(program: Command): void {
  addCommand(program, {
    name: 'keys promote',
    summary: 'make a key of the ring the one that writes',
    takes: (command) => command.argument('<id>', 'the key, as largesse keys list shows it'),
    json: 'object',
    examples: ['keys promote k2c91e8aa'],
    async run(core, id: string) {
      const ring = await readKeys(core.config, core.db);
      const key = ring.find((one) => one.id === id);
      if (!key) {
        throw new Refused(`The ring has no key ${id}. It has: ${ring.map((one) => one.id).join(', ')}`);
      }
      if (ring[0] === key) return { json: { promoted: id }, text: `${id} is the one that writes already.` };
      const lacking = await core.app.keys.promote(id);
      if (lacking.length > 0) {
        throw new Refused(
          `${lacking.map(processText).join(', ')}: no ${id} there yet, so what it writes could not be read. Add it there first`,
        );
      }
      const changed = await changeKeys(core.config, [key, ...ring.filter((one) => one !== key)]);
      return {
        json: { promoted: id, ...changedJson(changed) },
        text: [
          `${id} is now first in the ring: new codes and records are written with it.`,
          ...changedText(changed),
          'Next, once largesse keys list shows it first in every process: largesse keys reseal',
        ],
      };
    },
  });
}
