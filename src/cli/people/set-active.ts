import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { changesResult } from './changes-result.ts';
import { getPersonCalled } from './get-person-called.ts';

/** A command that ends or restores what somebody may do here. */
export function addSetActive(program: Command, name: 'deactivate' | 'reactivate', summary: string): void {
  addCommand(program, {
    name: `people ${name}`,
    summary,
    takes: (command) =>
      command
        .argument('<who>', 'an email address, employee number, id or full name')
        .addOption(asOption())
        .option('--dry-run', 'only say what would change'),
    json: 'object',
    examples: [`people ${name} alice@example.com`],
    async run(core, who: string, { as, dryRun: isDry = false }: { as?: string; dryRun?: boolean }) {
      const { id: personId, name: called } = await getPersonCalled(core, who);
      const doer = await findActor(core, as);
      const outcome = await core.app.people[name](core.organization, { personId, isDry, ...doer });
      return changesResult(core, { name: called, changes: orRefuse(core, outcome), isDry });
    },
  });
}
