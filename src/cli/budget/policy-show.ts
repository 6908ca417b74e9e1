import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { withCore } from '#src/cli/kit/context.ts';
import { printRules, scopeOf } from './write-rules.ts';
import { readCurrency } from '#src/cli/kit/read-arguments.ts';

type Options = { currency?: string; json?: boolean };

/** `largesse policy show`: shows the rules about giving. */
export function addPolicyShow(program: Command): void {
  commandOf(program, 'policy')
    .command('show')
    .description('show the current rules about giving')
    .argument('[department]', 'which of its rules are its own; if omitted, the rules of all departments')
    .option(
      '--currency <code>',
      'for departments with this currency; defaults to the organization’s',
      readCurrency,
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse policy show Design')
    .action((department: string | undefined, { currency, json }: Options) =>
      withCore(async (core) =>
        printRules(
          core,
          await scopeOf(core, { ...(department && { department }), ...(currency && { currency }) }),
          json,
        ),
      ),
    );
}
