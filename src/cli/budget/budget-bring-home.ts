import type { Command } from 'commander';
import type { Core } from '#src/process/open-core.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Department } from '#src/domain/people/department.ts';
import { addCommand, type CommandResult } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { periodText } from './period-text.ts';

type Options = AgreeOptions & { department?: string; as?: string };

type Brought = Awaited<ReturnType<Core['app']['budget']['bringHome']>>[number];
type Line = Brought & { department: Department };

/** `largesse budget bring-home`: empties periods that are over into the running budgets and the organization's funds. */
export function addBudgetBringHome(program: Command): void {
  addCommand(program, {
    name: 'budget bring-home',
    summary: 'move what lies in periods that are over into the current budget, or back to funding',
    takes: (command) =>
      command
        .option('--department <name>', 'only this department; all if omitted')
        .option('--dry-run', 'show what would move')
        .option('--yes', 'move it without being asked')
        .addOption(asOption()),
    json: 'array',
    examples: ['budget bring-home --dry-run', 'budget bring-home --department Engineering'],
    async run(core, { as, ...options }: Options) {
      mustBeAgreed(options);
      const departments = await choose(core, options.department);
      const plan = await collect(departments, (one) => core.app.budget.planBringingHome(one));
      if (plan.length === 0) return { json: [], text: 'No period that is over holds anything.' };
      const lines = [tableOf(core, plan)];
      if (!(await isAgreed('Move it?', lines, options))) {
        return { json: plan.map(jsonOf), text: options.dryRun ? [...lines, NOT_YET] : 'Nothing was moved.' };
      }
      return bring(core, departments, await findActor(core, as));
    },
  });
}

const NOT_YET = 'Nothing was moved yet: run it without --dry-run.';

async function bring(
  core: Core,
  departments: readonly Department[],
  actor: { actorId: string | null },
): Promise<CommandResult> {
  const done = await collect(departments, (department) =>
    core.app.budget.bringHome({ department, ...actor }),
  );
  return { json: done.map(jsonOf), text: [tableOf(core, done), 'All of it was moved.'] };
}

/** The department that was named, or all that have something in a period that is over. */
async function choose(core: Core, name: string | undefined): Promise<Department[]> {
  if (name !== undefined) return [await getDepartmentNamed(core, name)];
  const ended = await core.app.queries.budget.listEnded(operatorOf(core));
  const filled = ended.filter(({ leftMinor }) => leftMinor > 0n);
  return [...new Map(filled.map(({ department }) => [department.id, department])).values()];
}

async function collect(
  departments: readonly Department[],
  list: (department: Department) => Promise<Brought[]>,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const department of departments) {
    lines.push(...(await list(department)).map((one) => ({ department, ...one })));
  }
  return lines;
}

function jsonOf({ department: { name, currency }, ...line }: Line) {
  return { department: name, currency, ...line };
}

function tableOf({ words }: Core, lines: readonly Line[]): string {
  const columns = [
    { title: 'Department' },
    { title: 'Period' },
    { title: 'Holds', align: 'right' as const },
    { title: 'To the budget', align: 'right' as const },
    { title: 'To funding', align: 'right' as const },
  ];
  const rows = lines.map(({ department: { name, currency }, period, ...amounts }) => {
    const { amountMinor, carriedMinor, returnedMinor } = amounts;
    const shown = [amountMinor, carriedMinor, returnedMinor].map((minor) => {
      return formatMoney({ amountMinor: minor, currency }, words.locale);
    });
    return [name, periodText(words, period), ...shown];
  });
  return tableText(columns, rows);
}
