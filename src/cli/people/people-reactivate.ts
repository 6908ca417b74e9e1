import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { withCore } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { getPersonCalled } from './get-person-called.ts';
import { showChanges } from './show-changes.ts';

type Options = { as?: string; dryRun?: boolean; json?: boolean };

/** `largesse people reactivate`: brings somebody back who had left. */
export function addPeopleReactivate(program: Command): void {
  commandOf(program, 'people')
    .command('reactivate')
    .description('bring somebody back, with the role that they had')
    .argument('<who>', 'an email address, employee number, id or full name')
    .addOption(asOption())
    .option('--dry-run', 'only say what would change')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse people reactivate alice@example.com')
    .action((who: string, { as, dryRun: isDry = false, json = false }: Options) =>
      withCore(async (core) => {
        const { id: personId, name } = await getPersonCalled(core, who);
        const doer = await findActor(core, as);
        const outcome = await core.app.people.reactivate(core.organization, { personId, isDry, ...doer });
        showChanges(core, { name, changes: orRefuse(core, outcome) }, { json, isDry });
      }),
    );
}
