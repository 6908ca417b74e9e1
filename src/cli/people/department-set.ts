import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, UsageError, withCore } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCurrency, readName, readTimeZone } from '#src/cli/kit/read-arguments.ts';
import { plain } from '#src/cli/kit/table.ts';

type Options = {
  name?: string;
  currency?: string;
  region?: string;
  timeZone?: string;
  as?: string;
  json?: boolean;
};

/** `largesse department set`: renames a department, sets its region and time zone, or sets its currency while no money has moved there. */
export function addDepartmentSet(program: Command): void {
  commandOf(program, 'department')
    .command('set')
    .description(
      'rename a department, set its region and time zone, or its currency while no money has moved there',
    )
    .argument('<department>')
    .option('--name <name>', 'what people call it', readName)
    .option('--currency <code>', 'in which it gives, such as EUR', readCurrency)
    .option(
      '--region <code>',
      'where it is, such as DE or US-CA: its law says how soon gifts may expire',
      readName,
    )
    .option('--time-zone <zone>', 'where its days and periods begin, such as Europe/Berlin', readTimeZone)
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse department set "Design Berlin" --currency EUR')
    .action((name: string, { as, json, ...changes }: Options) => {
      if (Object.keys(changes).length === 0)
        throw new UsageError('say what to change: --name, --currency, --region or --time-zone');
      return withCore(async (core) => {
        const department = await getDepartmentNamed(core, name);
        const { actorId } = await findActor(core, as);
        const after = orRefuse(core, await core.app.people.setDepartment({ department, changes, actorId }));
        if (json) return printJson(after);
        print(plain(core.words.say('department.set', { name: after.name, currency: after.currency })));
      });
    });
}
