import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, withCore } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';

type Options = { as?: string; json?: boolean };

/** `largesse approvals end-delegation`: lets somebody who is back decide themselves again. */
export function addApprovalsEndDelegation(program: Command): void {
  commandOf(program, 'approvals')
    .command('end-delegation')
    .description('let somebody who is back decide themselves again')
    .argument('<email>', 'who was away', readEmail)
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse approvals end-delegation ada@example.com')
    .action((email: string, { as, json }: Options) =>
      withCore(async (core) => {
        const person = await getPersonWithEmail(core, email);
        const actor = await findActor(core, as);
        const ended = await core.app.approval.endDelegations({ person, ...actor });
        if (json) return printJson({ from: email, ended });
        if (ended === 0) throw new Refused(`Nobody decides for ${person.name}.`);
        print(`${person.name} decides again.`);
      }),
    );
}
