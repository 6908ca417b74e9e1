import type { Command } from 'commander';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print } from '#src/cli/kit/context.ts';

/** `largesse keys generate`: prints a key for LARGESSE_KEYS, on its own line for scripts. */
export function addKeysGenerate(program: Command): void {
  commandOf(program, 'keys')
    .command('generate')
    .description('print a new key for LARGESSE_KEYS')
    .addHelpText(
      'after',
      '\nExample:\n  LARGESSE_KEYS=$(largesse keys generate)\n\nTo replace a key, put the new one in front and keep the old one, separated by a comma:\nthe first one writes, all of them read. Keep them safe: without them no code can be read.',
    )
    .action(() => print(keysToText([newKey()])));
}
