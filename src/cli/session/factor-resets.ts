import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { tableText } from '#src/cli/kit/table.ts';

/** `largesse factor resets`: lists the resets of second factors that wait for another admin. */
export function addFactorResets(program: Command): void {
  addCommand(program, {
    name: 'factor resets',
    summary: 'list the resets of second factors that wait for another admin',
    json: 'array',
    examples: ['factor resets'],
    async run(core) {
      const found = await core.app.queries.session.listFactorResets(operatorOf(core), new Date());
      const waiting = orRefuse(core, found);
      if (waiting.length === 0) return { json: [], text: 'No reset waits for another admin.' };
      const titles = ['Whose', 'Asked by', 'Why', 'Until'];
      const rows = waiting.map(({ name, asker, reason, expiresAt }) => {
        return [name, asker, reason, core.words.dateAndTime(expiresAt, core.organization.timeZone)];
      });
      return {
        json: waiting,
        text: tableText(
          titles.map((title) => ({ title })),
          rows,
        ),
      };
    },
  });
}
