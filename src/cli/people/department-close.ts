import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { plain } from '#src/cli/kit/table.ts';
import { formatMoney } from '#src/domain/kit/money.ts';

type Options = { reason?: string; as?: string; dryRun?: boolean };

/** `largesse department close` and `open`: a department takes no gifts any more, and takes them again. */
export function addDepartmentClose(program: Command): void {
  addSwitch(program, 'close', 'close a department: nobody gives from it or gets gifts there');
  addSwitch(program, 'open', 'open a closed department again; its budget stays frozen');
}

function addSwitch(program: Command, name: 'close' | 'open', summary: string): void {
  const isClosed = name === 'close';
  addCommand(program, {
    name: `department ${name}`,
    summary,
    takes: (command) =>
      command
        .argument('<department>')
        .requiredOption('--reason <text>', 'why; it stays on the record')
        .addOption(asOption())
        .option('--dry-run', 'only say what there is in it'),
    json: 'object',
    examples: [`department ${name} Design --reason "It is part of Engineering now"`],
    async run(core, typed: string, { reason = '', as, dryRun: isDry = false }: Options) {
      const department = await getDepartmentNamed(core, typed);
      const { actorId } = await findActor(core, as);
      const asked = { department, isClosed, reason, isDry, actorId };
      const { holds } = orRefuse(core, await core.app.people.closeDepartment(asked));
      const { say, locale } = core.words;
      const left = formatMoney({ amountMinor: holds.leftMinor, currency: department.currency }, locale);
      const { leftMinor, ...counts } = holds;
      const { name: called } = department;
      const closing = say(isDry ? 'department.closable' : 'department.closed', { name: called, left });
      const opening = say(isDry ? 'department.openable' : 'department.opened', { name: called });
      return {
        json: { department: department.name, isClosed, isDry, leftMinor: leftMinor.toString(), ...counts },
        text: plain(isClosed ? closing : opening),
      };
    },
  });
}
