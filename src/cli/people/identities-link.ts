import type { Command } from 'commander';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readAccount } from './account-ref.ts';
import { getActor } from './get-actor.ts';

/** `largesse identities link`: joins a chat account to a person. */
export function addIdentitiesLink(program: Command): void {
  addCommand(program, {
    name: 'identities link',
    summary: 'say whose a chat account is',
    takes: (command) =>
      command
        .argument('<email>', 'the person’s address', readEmail)
        .argument('<account>', 'such as slack:U01ABCDEF', readAccount)
        .option('--as <email>', 'the admin who says so', readEmail),
    json: 'object',
    examples: ['identities link alice@example.com slack:U01ABCDEF'],
    async run(core, email: string, account: PlatformUser, { as }: { as?: string }) {
      const actor = await getActor(core, as);
      const { id: personId } = await getPersonWithEmail(core, email);
      const person = orRefuse(core, await core.app.people.linkIdentity(actor, { personId, ...account }));
      return {
        json: { personId, ...account },
        text: `${account.platform}:${account.userId} is ${person.name}, with the rights of ${person.role}.`,
      };
    },
  });
}
