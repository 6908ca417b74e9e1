import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';

/** `largesse factor show`: says what second factor somebody has. */
export function addFactorShow(program: Command): void {
  addCommand(program, {
    name: 'factor show',
    summary: 'say whether somebody has a second factor, and how many recovery codes are left',
    takes: (command) => command.argument('<who>', 'an email address, employee number, id or full name'),
    json: 'object',
    examples: ['factor show alice@example.com'],
    async run(core, who: string) {
      const { id: personId, name } = await getPersonCalled(core, who);
      const found = await core.app.queries.session.findFactor(operatorOf(core), personId);
      const { factor, codesLeft } = orRefuse(core, found);
      const json = {
        personId,
        name,
        kind: factor?.kind ?? null,
        since: factor?.confirmedAt ?? null,
        codesLeft,
      };
      if (!factor) return { json, text: `${name} has no second factor.` };
      const since = core.words.date(factor.confirmedAt, core.organization.timeZone);
      const left = codesLeft === 0 ? 'no recovery code' : countText(codesLeft, 'recovery code');
      return { json, text: `${name} has an app that shows codes, since ${since}, and ${left} left.` };
    },
  });
}
