import { join } from 'node:path';
import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { changeKeys } from '#src/process/change-keys.ts';
import { countMailsUnder } from '#src/process/mailbox-folder.ts';
import type { Core } from '#src/process/open-core.ts';
import { readKeys } from '#src/process/open-keys.ts';
import { changedJson, changedText, needsText, processText } from './keys-text.ts';

/** `largesse keys retire`: takes a key that nothing needs out of use. */
export function addKeysRetire(program: Command): void {
  addCommand(program, {
    name: 'keys retire',
    summary: 'take a key that nothing needs any more out of use',
    takes: (command) => command.argument('<id>', 'the key, as largesse keys list shows it'),
    json: 'object',
    examples: ['keys retire k5d03b1f7'],
    async run(core, id: string) {
      const ring = await readKeys(core.config, core.db);
      if (!ring.some((one) => one.id === id)) {
        throw new Refused(`The ring has no key ${id}. It has: ${ring.map((one) => one.id).join(', ')}`);
      }
      if (core.keys.ids()[0] === id) {
        throw new Refused(`${id} is the one that writes. Promote another one first: largesse keys promote`);
      }
      await retire(core, id);
      const changed = await changeKeys(
        core.config,
        ring.filter((one) => one.id !== id),
      );
      return {
        json: { retired: id, ...changedJson(changed) },
        text: [
          `${id} is retired: nothing needs it, nothing is written with it, and what it signs counts no more.`,
          ...changedText(changed),
          'Delete its copies, but keep one as long as you keep backups from before.',
        ],
      };
    },
  });
}

async function retire(core: Core, id: string): Promise<void> {
  const mails = await countMailsUnder(join(core.config.dir, 'mailbox'), core.keys, id);
  if (mails > 0)
    throw stillNeeded(
      id,
      needsText({ codes: 0, factors: 0, webhooks: 0, stock: 0, seals: 0, requests: 0, unsealed: 0 }, mails),
    );
  const retired = await core.app.keys.retire({ keyId: id });
  switch (retired.kind) {
    case 'retired':
      return;
    case 'writers': {
      const who = retired.writers.map(processText).join(', ');
      throw new Refused(`${who}: writes with ${id} still. Promote the new key there, too`);
    }
    case 'needed': {
      const gifts = retired.giftIds.length > 0 ? ` (gifts ${retired.giftIds.join(', ')})` : '';
      throw stillNeeded(id, `${needsText(retired.needs)}${gifts}`);
    }
    case 'busy':
      throw new Refused(
        'Somebody has been writing for a while, so what needs the key cannot be told. Try again',
      );
    default:
      return retired satisfies never;
  }
}

function stillNeeded(id: string, what: string): Refused {
  return new Refused(`${id} is needed still by ${what}. First run: largesse keys reseal`);
}
