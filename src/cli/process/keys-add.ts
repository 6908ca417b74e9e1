import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused, UsageError } from '#src/cli/kit/context.ts';
import { keysFromText, newKey, type RingKey } from '#src/kit/key-ring.ts';
import { changeKeys } from '#src/process/change-keys.ts';
import { readKeys } from '#src/process/open-keys.ts';
import { changedJson, changedText } from './keys-text.ts';

/** `largesse keys add`: puts a key last in the ring. */
export function addKeysAdd(program: Command): void {
  addCommand(program, {
    name: 'keys add',
    summary: 'add a key, last in the ring: it can read, and nothing is written with it yet',
    takes: (command) =>
      command.argument('[key]', '- to read it, as id:base64, from standard input; a new one if omitted'),
    json: 'object',
    examples: ['keys add', 'keys add - < key-of-the-other-machine'],
    async run(core, given: string | undefined) {
      const ring = await readKeys(core.config, core.db);
      const key = given === undefined ? newKey() : await readKey(given);
      if (ring.some(({ id }) => id === key.id)) throw new Refused(`The ring already has a key ${key.id}`);
      const changed = await changeKeys(core.config, [...ring, key]);
      return {
        json: { added: key.id, ...changedJson(changed) },
        text: [
          `Added ${key.id}, last in the ring: it can read, and nothing is written with it yet.`,
          ...changedText(changed),
          `Next, once largesse keys list shows it in every process: largesse keys promote ${key.id}`,
        ],
      };
    },
  });
}

/** Everybody on the machine can see a command line. */
async function readKey(given: string): Promise<RingKey> {
  if (given !== '-')
    throw new UsageError('A key is not given on the command line. Write - and give it on standard input');
  const [key, ...more] = keysFromText(await text(process.stdin));
  if (!key || more.length > 0) throw new UsageError('Give one key on standard input, as id:base64');
  return key;
}
