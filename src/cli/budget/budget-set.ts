import { type Command, Option } from 'commander';
import { PERIOD_KINDS, type PeriodKind } from '#src/domain/kit/period.ts';
import type { Core } from '#src/process/open-core.ts';
import { budgetJson, budgetTable } from './budget-text.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
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
  as?: string;
  json?: boolean;
};

/** `largesse budget set`: sets what a department may give per period, from the running one on. */
export function addBudgetSet(program: Command): void {
  commandOf(program, 'budget')
    .command('set')
    .description('set what a department may give per period, from the current one on')
    .argument('<department>')
    .argument('<amount...>', 'such as 500 or 500 EUR; 0 stops giving')
    .addOption(
      new Option('--period <kind>', 'the length of a period; a month by default').choices(PERIOD_KINDS),
    )
    .option('--fiscal-start <month>', 'the month in which its fiscal year starts, 1 to 12', readMonthNumber)
    .option('--carry-over <amount>', 'the most that an unspent period may carry into the next')
    .addOption(new Option('--soft', 'can be overspent with an approval').conflicts('hard'))
    .option('--hard', 'can never be overspent; the default')
    .option('--time-zone <zone>', 'the time zone of its periods, such as Europe/Berlin', readTimeZone)
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  largesse budget set Engineering 500\n  largesse budget set Design 3000 --period quarter --carry-over 500',
    )
    .action((department: string, words: string[], options: Options) => {
      const typed = words.join(' ');
      return withCore((core) => setBudget(core, { department, typed, ...options }));
    });
}

async function setBudget(
  core: Core,
  { department: name, typed, as, json, ...options }: Options & { department: string; typed: string },
): Promise<void> {
  const department = await getDepartment(core, name);
  const { carryOver, soft, hard, fiscalStart: fiscalStartMonth, period, timeZone } = options;
  const state = orRefuse(
    core,
    await core.app.budget.set({
      department,
      amountMinor: readMinor(core, department, typed),
      ...(await findActor(core, as)),
      period,
      fiscalStartMonth,
      timeZone,
      carryCapMinor: carryOver === undefined ? undefined : readMinor(core, department, carryOver),
      isSoft: (soft ?? hard) ? soft === true : undefined,
    }),
  );
  if (json) return printJson(budgetJson(state.department, state));
  print(budgetTable(core.words, [{ department: state.department, state }]));
}
