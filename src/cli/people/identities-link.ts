import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import type { Core } from '#src/process/open-core.ts';
import { type AccountRef, readAccount } from './account-ref.ts';
import { getActor } from './get-actor.ts';

type Options = { as?: string; json?: boolean };

/** `largesse identities link`: joins a chat account to a person. */
export function addIdentitiesLink(program: Command): void {
  commandOf(program, 'identities')
    .command('link')
    .description('say whose a chat account is')
    .argument('<email>', 'the person’s address', readEmail)
    .argument('<account>', 'such as slack:U01ABCDEF', readAccount)
    .option('--as <email>', 'the admin who says so', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse identities link alice@example.com slack:U01ABCDEF')
    .action((email: string, account: AccountRef, options: Options) =>
      withCore((core) => link(core, { email, account }, options)),
    );
}

async function link(
  core: Core,
  { email, account }: { email: string; account: AccountRef },
  { as, json }: Options,
): Promise<void> {
  const actor = await getActor(core, as);
  const { id: personId } = await getPersonWithEmail(core, email);
  const person = orRefuse(core, await core.app.people.linkIdentity(actor, { personId, ...account }));
  if (json) return printJson({ personId, ...account });
  print(`${account.platform}:${account.userId} is ${person.name}, with the rights of ${person.role}.`);
}
