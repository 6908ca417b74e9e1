import type { Command } from 'commander';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print } from '#src/cli/kit/context.ts';
import { STEPS } from './keys-text.ts';

/** `largesse keys generate`: prints a key for LARGESSE_KEYS, on its own line for scripts. */
export function addKeysGenerate(program: Command): void {
  const keys = commandOf(program, 'keys');
  keys.addHelpText('after', STEPS);
  keys
    .command('generate')
    .description(
      'print a new key for LARGESSE_KEYS or the file of LARGESSE_KEYS_FILE, for a new installation',
    )
    .addHelpText(
      'after',
      `\nExample:\n  LARGESSE_KEYS=$(largesse keys generate)\n\nKeep it safe: without it no code can be read.\n${STEPS}`,
    )
    .action(() => print(keysToText([newKey()])));
}
