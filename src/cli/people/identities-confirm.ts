import { type Command, InvalidArgumentError } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from './get-actor.ts';

/** `largesse identities confirm`: joins an account that waits to the person whose address it has. */
export function addIdentitiesConfirm(program: Command): void {
  addCommand(program, {
    name: 'identities confirm',
    summary: 'confirm that an account that waits is the person’s',
    takes: (command) =>
      command
        .argument('<number>', 'a number from `largesse identities pending`', readNumber)
        .option('--as <email>', 'the admin who confirms it', readEmail),
    json: 'object',
    examples: ['identities confirm 12 --as ada@example.com'],
    async run(core, number: number, { as }: { as?: string }) {
      const actor = await getActor(core, as);
      const { person, user } = orRefuse(core, await core.app.people.confirmIdentity(actor, number));
      return {
        json: { personId: person.id, ...user },
        text: `${user.platform}:${user.userId} is ${person.name}, with the rights of ${person.role}.`,
      };
    },
  });
}

function readNumber(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number from `largesse identities pending`, such as 12.');
}
