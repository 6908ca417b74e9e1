import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import type { Core } from '#src/process/open-core.ts';
import { type AccountRef, readAccount } from './account-ref.ts';
import { getActor } from './get-actor.ts';

type Options = { as?: string; json?: boolean };

/** `largesse identities unlink`: takes a chat account away from its person. */
export function addIdentitiesUnlink(program: Command): void {
  commandOf(program, 'identities')
    .command('unlink')
    .description('take a chat account away from its person: it can do nothing any more')
    .argument('<account>', 'such as slack:U01ABCDEF', readAccount)
    .option('--as <email>', 'the admin who says so', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse identities unlink slack:U01ABCDEF')
    .action((account: AccountRef, options: Options) => withCore((core) => unlink(core, account, options)));
}

async function unlink(core: Core, account: AccountRef, { as, json }: Options): Promise<void> {
  const actor = await getActor(core, as);
  const person = orRefuse(core, await core.app.people.unlinkIdentity(actor, account));
  if (json) return printJson({ personId: person.id, ...account });
  print(`${account.platform}:${account.userId} is nobody’s now. It was ${person.name}’s.`);
}
