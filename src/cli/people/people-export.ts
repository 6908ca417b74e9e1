import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { must } from '#src/domain/kit/must.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { getPersonCalled } from './get-person-called.ts';

/** `largesse people export`: writes everything that is stored about one person to a file. */
export function addPeopleExport(program: Command): void {
  addCommand(program, {
    name: 'people export',
    summary: 'write everything that is stored about one person to a JSON file',
    takes: (command) =>
      command
        .argument('<who>', 'an email address, employee number, id or full name')
        .requiredOption('--to <file>', 'where to: a file that is not there yet'),
    json: 'object',
    examples: ['people export alice@example.com --to alice.json'],
    async run(core, who: string, { to }: { to: string }) {
      const { id: personId, name } = await getPersonCalled(core, who);
      const now = core.clock.now();
      const found = must(await core.app.queries.people.export(operatorOf(core), { personId, now }), 'person');
      await writeFile(to, `${JSON.stringify(found, null, 2)}\n`, { flag: 'wx', mode: 0o600 }).catch(
        (fault: NodeJS.ErrnoException) => {
          if (fault.code === 'EEXIST') throw new Refused(core.words.say('export.there', { file: to }));
          throw new Refused(
            core.words.say('export.unwritable', { file: to, why: fault.code ?? fault.message }),
          );
        },
      );
      const rows = Object.values(found.tables).reduce((sum, { length }) => sum + length, 0);
      return {
        json: { personId, file: to, rows },
        text: core.words.say('export.done', { name, file: to, count: rows }),
      };
    },
  });
}
