import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';

/** `largesse budget freeze` and `unfreeze`: stops giving from a department's budget, and resumes it. */
export function addBudgetFreeze(program: Command): void {
  addSwitch(program, 'freeze', 'stop giving from a department’s budget until it is unfrozen');
  addSwitch(program, 'unfreeze', 'let a frozen department give again');
}

function addSwitch(program: Command, name: 'freeze' | 'unfreeze', summary: string): void {
  const isFrozen = name === 'freeze';
  addCommand(program, {
    name: `budget ${name}`,
    summary,
    takes: (command) => command.argument('<department>').addOption(asOption()),
    json: 'object',
    examples: [`budget ${name} Design`],
    async run(core, typed: string, { as }: { as?: string }) {
      const department = await getDepartmentNamed(core, typed);
      orRefuse(core, await core.app.budget.freeze({ department, isFrozen, ...(await findActor(core, as)) }));
      return {
        json: { department: department.name, isFrozen },
        text: `${department.name} ${isFrozen ? 'cannot give until it is unfrozen' : 'can give again'}.`,
      };
    },
  });
}
