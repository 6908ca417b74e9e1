import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';

type Options = { as: string };

/** `largesse factor reset`, `confirm` and `decline`: what to do when somebody lost their second factor and their recovery codes. */
export function addFactorReset(program: Command): void {
  addCommand(program, {
    name: 'factor reset',
    summary:
      'ask, as an admin, to reset the second factor of somebody who lost it; another admin confirms it',
    takes: (command) =>
      withAdmin(
        withPerson(command).argument('<reason...>', 'why: the other admins and the person read it'),
        'the admin who asks',
      ),
    json: 'object',
    examples: ['factor reset alice@example.com lost her phone, I saw her --as ada@example.com'],
    async run(core, who: string, words: string[], { as }: Options) {
      const [{ id: personId, name }, admin] = [
        await getPersonCalled(core, who),
        await getPersonWithEmail(core, as),
      ];
      const asked = await core.app.session.askFactorReset({ admin, personId, reason: words.join(' ') });
      const { id, expiresAt } = orRefuse(core, asked);
      const until = core.words.dateAndTime(expiresAt, core.organization.timeZone);
      return {
        json: { id, personId, expiresAt },
        text: `Asked. Nothing is reset until another admin confirms it, before ${until}: largesse factor confirm ${who} --as ADMIN. ${name} was told.`,
      };
    },
  });
  addCommand(program, {
    name: 'factor confirm',
    summary: 'confirm, as another admin, that somebody’s second factor is reset',
    takes: (command) => withAdmin(withPerson(command), 'the admin who confirms'),
    json: 'object',
    examples: ['factor confirm alice@example.com --as grace@example.com'],
    async run(core, who: string, { as }: Options) {
      const [{ id: personId }, admin] = [
        await getPersonCalled(core, who),
        await getPersonWithEmail(core, as),
      ];
      const { person } = orRefuse(core, await core.app.session.confirmFactorReset({ admin, personId }));
      return {
        json: { personId, status: 'confirmed' },
        text: `The second factor of ${person.name} is reset and they are signed out everywhere. They were told how to get back in: they sign in as always, and set up a new one where it is needed.`,
      };
    },
  });
  addCommand(program, {
    name: 'factor decline',
    summary: 'say no to the reset of a second factor, as an admin or the person themselves',
    takes: (command) => withAdmin(withPerson(command), 'who says no'),
    json: 'object',
    examples: ['factor decline alice@example.com --as alice@example.com'],
    async run(core, who: string, { as }: Options) {
      const [{ id: personId }, decider] = [
        await getPersonCalled(core, who),
        await getPersonWithEmail(core, as),
      ];
      const { person } = orRefuse(core, await core.app.session.declineFactorReset({ decider, personId }));
      return {
        json: { personId, status: 'declined' },
        text: `Nothing is reset: ${person.name} signs in as before.`,
      };
    },
  });
}

function withPerson(command: Command): Command {
  return command.argument('<who>', 'whose second factor: an email address, employee number, id or full name');
}

function withAdmin(command: Command, who: string): Command {
  return command.requiredOption('--as <email>', who, readEmail);
}
