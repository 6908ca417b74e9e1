import { type Command, InvalidArgumentError } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import type { Core } from '#src/process/open-core.ts';
import { getActor } from './get-actor.ts';

type Options = { as?: string; json?: boolean };

/** `largesse identities confirm`: joins an account that waits to the person whose address it has. */
export function addIdentitiesConfirm(program: Command): void {
  commandOf(program, 'identities')
    .command('confirm')
    .description('confirm that an account that waits is the person’s')
    .argument('<number>', 'a number from `largesse identities pending`', readNumber)
    .option('--as <email>', 'the admin who confirms it', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse identities confirm 12 --as ada@example.com')
    .action((number: number, options: Options) => withCore((core) => confirm(core, number, options)));
}

async function confirm(core: Core, number: number, { as, json }: Options): Promise<void> {
  const actor = await getActor(core, as);
  const { person, user } = orRefuse(core, await core.app.people.confirmIdentity(actor, number));
  if (json) return printJson({ personId: person.id, ...user });
  print(`${user.platform}:${user.userId} is ${person.name}, with the rights of ${person.role}.`);
}

function readNumber(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number from `largesse identities pending`, such as 12.');
}
