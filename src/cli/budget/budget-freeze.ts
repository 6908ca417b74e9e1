import type { Command } from 'commander';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';

/** `largesse budget freeze` and `unfreeze`: stops giving from a department's budget, and resumes it. */
export function addBudgetFreeze(program: Command): void {
  addSwitch(program, 'freeze', 'stop giving from a department’s budget until it is unfrozen');
  addSwitch(program, 'unfreeze', 'let a frozen department give again');
}

function addSwitch(program: Command, name: 'freeze' | 'unfreeze', description: string): void {
  const isFrozen = name === 'freeze';
  commandOf(program, 'budget')
    .command(name)
    .description(description)
    .argument('<department>')
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\nExample:\n  largesse budget ${name} Design`)
    .action((department: string, { as, json }: { as?: string; json?: boolean }) =>
      withCore(async (core) => {
        const found = await getDepartment(core, department);
        await core.app.budget.freeze({ department: found, isFrozen, ...(await findActor(core, as)) });
        if (json) return printJson({ department: found.name, isFrozen });
        print(isFrozen ? `${found.name} cannot give until it is unfrozen.` : `${found.name} can give again.`);
      }),
    );
}
