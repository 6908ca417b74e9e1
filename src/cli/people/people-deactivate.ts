import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { withCore } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { getPersonCalled } from './get-person-called.ts';
import { showChanges } from './show-changes.ts';

type Options = { as?: string; dryRun?: boolean; json?: boolean };

/** `largesse people deactivate`: deactivates somebody who left. */
export function addPeopleDeactivate(program: Command): void {
  commandOf(program, 'people')
    .command('deactivate')
    .description('end somebody’s approvals, sign-ins and gifts at once: they left')
    .argument('<who>', 'an email address, employee number, id or full name')
    .addOption(asOption())
    .option('--dry-run', 'only say what would change')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse people deactivate alice@example.com')
    .action((who: string, { as, dryRun: isDry = false, json = false }: Options) =>
      withCore(async (core) => {
        const { id: personId, name } = await getPersonCalled(core, who);
        const doer = await findActor(core, as);
        const outcome = await core.app.people.deactivate(core.organization, { personId, isDry, ...doer });
        showChanges(core, { name, changes: orRefuse(core, outcome) }, { json, isDry });
      }),
    );
}
