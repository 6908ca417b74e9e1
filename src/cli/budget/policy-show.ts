import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { findRulesOwner, rulesResult } from './write-rules.ts';
import { readCurrency } from '#src/cli/kit/read-arguments.ts';

/** `largesse policy show`: shows the rules about giving. */
export function addPolicyShow(program: Command): void {
  addCommand(program, {
    name: 'policy show',
    summary: 'show the current rules about giving',
    takes: (command) =>
      command
        .argument('[department]', 'which of its rules are its own; if omitted, the rules of all departments')
        .option(
          '--currency <code>',
          'for departments with this currency; defaults to the organization’s',
          readCurrency,
        ),
    json: 'object',
    examples: ['policy show Design'],
    run: async (core, department: string | undefined, { currency }: { currency?: string }) =>
      rulesResult(core, await findRulesOwner(core, { department, currency })),
  });
}
