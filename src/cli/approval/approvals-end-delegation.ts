import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';

/** `largesse approvals end-delegation`: lets somebody who is back decide themselves again. */
export function addApprovalsEndDelegation(program: Command): void {
  addCommand(program, {
    name: 'approvals end-delegation',
    summary: 'let somebody who is back decide themselves again',
    takes: (command) => command.argument('<email>', 'who was away', readEmail).addOption(asOption()),
    json: 'object',
    examples: ['approvals end-delegation ada@example.com'],
    async run(core, email: string, { as }: { as?: string }) {
      const person = await getPersonWithEmail(core, email);
      const actor = await findActor(core, as);
      const ended = await core.app.approval.endDelegations({ person, ...actor });
      return {
        json: { from: email, ended },
        text() {
          if (ended === 0) throw new Refused(`Nobody decides for ${person.name}.`);
          return `${person.name} decides again.`;
        },
      };
    },
  });
}
