import { type Command, Option } from 'commander';
import { PERIOD_KINDS, type PeriodKind } from '#src/domain/kit/period.ts';
import type { Core } from '#src/process/open-core.ts';
import { budgetJson, budgetTable } from './budget-text.ts';
import { commandOf } from '#src/cli/commands.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { readMonthNumber, readTimeZone } from '#src/cli/kit/read-arguments.ts';
import { orRefuse, readMinor } from '#src/cli/kit/read-money.ts';

type Options = {
  period?: PeriodKind;
  fiscalStart?: number;
  carryOver?: string;
  soft?: true;
  hard?: true;
  timeZone?: string;
  json?: boolean;
};

/** `largesse budget set`: sets what a department may give per period, from the running one on. */
export function addBudgetSet(program: Command): void {
  commandOf(program, 'budget')
    .command('set')
    .description('set what a department may give a period, from the running one on')
    .argument('<department>')
    .argument('<amount...>', 'such as 500 or 500 EUR; 0 stops giving')
    .addOption(new Option('--period <kind>', 'how long a period is; a month at first').choices(PERIOD_KINDS))
    .option('--fiscal-start <month>', 'the month its fiscal year starts in, 1 to 12', readMonthNumber)
    .option('--carry-over <amount>', 'the most of what a period leaves that moves into the next')
    .addOption(new Option('--soft', 'may be overspent, with an approval').conflicts('hard'))
    .option('--hard', 'is never overspent, as at first')
    .option('--time-zone <zone>', 'whose calendar its periods follow, such as Europe/Berlin', readTimeZone)
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
  { department: name, typed, json, ...options }: Options & { department: string; typed: string },
): Promise<void> {
  const department = orRefuse(core, await core.app.findDepartmentNamed(core.organization.id, name));
  const { carryOver, soft, hard, fiscalStart: fiscalStartMonth, period, timeZone } = options;
  const state = orRefuse(
    core,
    await core.app.setBudget({
      department,
      amountMinor: readMinor(core, department, typed),
      actorId: null,
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
