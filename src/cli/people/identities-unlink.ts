import type { Command } from 'commander';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readAccount } from './account-ref.ts';
import { getActor } from './get-actor.ts';

/** `largesse identities unlink`: takes a chat account away from its person. */
export function addIdentitiesUnlink(program: Command): void {
  addCommand(program, {
    name: 'identities unlink',
    summary: 'take a chat account away from its person: it can do nothing any more',
    takes: (command) =>
      command
        .argument('<account>', 'such as slack:U01ABCDEF', readAccount)
        .option('--as <email>', 'the admin who says so', readEmail),
    json: 'object',
    examples: ['identities unlink slack:U01ABCDEF'],
    async run(core, account: PlatformUser, { as }: { as?: string }) {
      const actor = await getActor(core, as);
      const person = orRefuse(core, await core.app.people.unlinkIdentity(actor, account));
      return {
        json: { personId: person.id, ...account },
        text: `${account.platform}:${account.userId} is nobody’s now. It was ${person.name}’s.`,
      };
    },
  });
}
