import type { Command } from 'commander';
import { asOption } from '#src/cli/kit/find-actor.ts';
import { fromOption } from '#src/cli/kit/from-option.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { findRulesOwner, writeRules } from './write-rules.ts';

/** `largesse policy clear`: drops a department’s own rules about giving. */
export function addPolicyClear(program: Command): void {
  addCommand(program, {
    name: 'policy clear',
    summary: 'drop a department’s own rules: it follows the rules of all departments again',
    takes: (command) => command.argument('<department>').addOption(fromOption()).addOption(asOption()),
    json: 'object',
    examples: ['policy clear Design'],
    run: async (core, department: string, { as, from }: { as?: string; from?: string }) =>
      writeRules(core, { as, from, owner: await findRulesOwner(core, { department }), rules: 'cleared' }),
  });
}
