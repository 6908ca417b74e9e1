import { type Command, Option } from 'commander';
import { PERIOD_KINDS, type PeriodKind } from '#src/domain/kit/period.ts';
import type { Core } from '#src/process/open-core.ts';
import { budgetJson, budgetTable } from './budget-text.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { fromOption, startIn } from '#src/cli/kit/from-option.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { type CommandResult, addCommand } from '#src/cli/kit/add-command.ts';
import { readMonthNumber, readTimeZone } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readMinor } from '#src/cli/kit/read-money.ts';

type Options = {
  period?: PeriodKind;
  fiscalStart?: number;
  carryOver?: string;
  soft?: true;
  hard?: true;
  timeZone?: string;
  from?: string;
  as?: string;
};

/** `largesse budget set`: sets what a department may give per period, from the running one on. */
export function addBudgetSet(program: Command): void {
  addCommand(program, {
    name: 'budget set',
    summary: 'set what a department may give per period, from the current one on or from a later one',
    takes: (command) =>
      command
        .argument('<department>')
        .argument('<amount...>', 'such as 500 or 500 EUR; 0 stops giving')
        .addOption(
          new Option('--period <kind>', 'the length of a period; a month by default').choices(PERIOD_KINDS),
        )
        .option(
          '--fiscal-start <month>',
          'the month in which its fiscal year starts, 1 to 12',
          readMonthNumber,
        )
        .option('--carry-over <amount>', 'the most that an unspent period may carry into the next')
        .addOption(new Option('--soft', 'can be overspent with an approval').conflicts('hard'))
        .option('--hard', 'can never be overspent; the default')
        .option('--time-zone <zone>', 'the time zone of its periods, such as Europe/Berlin', readTimeZone)
        .addOption(fromOption().conflicts('timeZone'))
        .addOption(asOption()),
    json: 'object',
    examples: [
      'budget set Engineering 500',
      'budget set Design 3000 --period quarter --carry-over 500',
      'budget set Design 4000 --from 2027-01-01',
    ],
    run: (core, department: string, words: string[], options: Options) =>
      setBudget(core, { department, typed: words.join(' '), ...options }),
  });
}

async function setBudget(
  core: Core,
  { department: name, typed, as, ...options }: Options & { department: string; typed: string },
): Promise<CommandResult> {
  const department = await getDepartmentNamed(core, name);
  const { carryOver, soft, hard, fiscalStart: fiscalStartMonth, period, timeZone } = options;
  const from = startIn(department.timeZone, options.from);
  const state = orRefuse(
    core,
    await core.app.budget.set({
      department,
      amountMinor: readMinor(core, department, typed),
      ...(await findActor(core, as)),
      period,
      fiscalStartMonth,
      timeZone,
      from,
      carryCapMinor: carryOver === undefined ? undefined : readMinor(core, department, carryOver),
      isSoft: (soft ?? hard) ? soft === true : undefined,
    }),
  );
  const { department: after } = state;
  const table = budgetTable(core.words, [{ department: after, state }]);
  const planned = from && `It is planned from ${core.words.date(from, after.timeZone)} on. Until then:`;
  return { json: budgetJson(after, state), text: planned ? [planned, table].flat() : table };
}
