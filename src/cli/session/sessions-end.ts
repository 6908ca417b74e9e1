import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';

/** `largesse sessions end`: signs somebody out. */
export function addSessionsEnd(program: Command): void {
  addCommand(program, {
    name: 'sessions end',
    summary: 'sign somebody out, on all devices or on one',
    takes: (command) =>
      command
        .argument('<who>', 'an email address, employee number, id or full name')
        .option('--only <id>', 'on this device alone, by its id in: sessions list')
        .addOption(asOption()),
    json: 'object',
    examples: ['sessions end alice@example.com'],
    async run(core, who: string, { only: onlyId, as }: { only?: string; as?: string }) {
      if (onlyId !== undefined && !isUuid(onlyId)) {
        throw new Refused(`“${onlyId}” is no id of a session: largesse sessions list ${who} shows them.`);
      }
      const { id: personId, name } = await getPersonCalled(core, who);
      const { id: organizationId } = core.organization;
      const asked = { organizationId, personId, ...(await findActor(core, as)), ...(onlyId && { onlyId }) };
      const ended = await core.app.session.end(asked);
      const text =
        ended === 0
          ? `${name} was not signed in ${onlyId ? 'there' : 'anywhere'}: nothing was done.`
          : `${name} is signed out on ${countText(ended, 'device')}. They can sign in again.`;
      return { json: { person: name, ended }, text };
    },
  });
}
