import type { Command } from 'commander';
import { asOption } from '#src/cli/kit/find-actor.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { withCore } from '#src/cli/kit/context.ts';
import { scopeOf, writeRules } from './write-rules.ts';

type Options = { as?: string; json?: boolean };

/** `largesse policy clear`: drops a department’s own rules about giving. */
export function addPolicyClear(program: Command): void {
  commandOf(program, 'policy')
    .command('clear')
    .description('drop a department’s own rules: it follows the rules of all departments again')
    .argument('<department>')
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse policy clear Design')
    .action((department: string, options: Options) =>
      withCore(async (core) =>
        writeRules(core, { ...options, scope: await scopeOf(core, { department }), rules: 'cleared' }),
      ),
    );
}
