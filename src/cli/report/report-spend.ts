import { type Command, Option } from 'commander';
import type { BudgetOver, SpendReport, SpendRow, SpendTotal } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { csvLines } from '#src/cli/kit/csv-lines.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readCount, readDayOrMonth } from '#src/cli/kit/read-arguments.ts';
import { type TableColumn, tableText } from '#src/cli/kit/table.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { SPEND_DIMENSIONS, type SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import {
  type DayRange,
  presetRange,
  RANGE_PRESETS,
  rangeBefore,
  type RangePreset,
} from '#src/domain/report/day-range.ts';
import {
  defaultSort,
  figuresBy,
  mainFigure,
  SPEND_FIGURES,
  type SpendSort,
} from '#src/domain/report/spend-words.ts';
import type { Core } from '#src/process/open-core.ts';
import { budgetKey, type BudgetsOfRows, budgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';
import { spendFile } from '#src/web/export/spend-file.ts';
import {
  amountsText,
  comparisonText,
  figureText,
  memberText,
  moneyText,
  whenText,
} from '#src/chat/cards/spend-texts.ts';
import type { Words } from '#src/words/words.ts';

type Options = {
  by: SpendDimension;
  range?: RangePreset;
  from?: DayRange;
  to?: DayRange;
  department?: string;
  sort?: SpendSort;
  top: number;
  csv?: boolean;
};

/** `largesse report spend`: shows what was spent as the page “Spend” does, or prints its file. */
export function addReportSpend(program: Command): void {
  addCommand(program, {
    name: 'report spend',
    summary: 'what was asked for, given, delivered, redeemed, spent and returned, beside the days before',
    takes: (command) =>
      command
        .addOption(
          new Option('--by <what>', 'what the rows are').choices(SPEND_DIMENSIONS).default('department'),
        )
        .addOption(
          new Option('--range <days>', 'days with a name; this-month if none are said')
            .choices(RANGE_PRESETS)
            .conflicts(['from', 'to']),
        )
        .option('--from <day>', 'the first day or month, such as 2026-01-15 or 2026-01', readDayOrMonth)
        .option('--to <day>', 'the last day or month, included; today if omitted', readDayOrMonth)
        .option('--department <name>', 'only what this department gave, or spent')
        .addOption(
          new Option('--sort <column>', 'the largest first, or by name').choices(['name', ...SPEND_FIGURES]),
        )
        .option('--top <count>', 'how many rows the table has of each currency', readCount, 50)
        .addOption(new Option('--csv', 'print all rows as CSV, for spreadsheets').conflicts('json')),
    json: 'object',
    examples: [
      'report spend',
      'report spend --by giver --range last-month',
      'report spend --by month --from 2026-01 --to 2026-12 --csv > spend.csv',
    ],
    run: reportSpend,
  });
}

type Shown = { by: SpendDimension; days: DayRange; spend: SpendReport; budgets: BudgetsOfRows };

async function reportSpend(core: Core, options: Options) {
  const { by, department, csv, top } = options;
  const { app, words, organization, clock } = core;
  const sort = sortOf(options);
  const days = daysOf(options, dayOf(clock.now(), organization.timeZone));
  const operator = operatorOf(core);
  const departmentId = department === undefined ? undefined : (await getDepartmentNamed(core, department)).id;
  const spend = await app.queries.report.spendBy(operator, { by, ...days, departmentId, sort });
  const over: BudgetOver[] = by === 'department' ? await app.queries.report.budgetsOver(operator, days) : [];
  const shown = { by, days, spend, budgets: budgetsOfRows(over, spend) };
  return {
    json: jsonOf(shown),
    text: () =>
      csv
        ? csvLines(spendFile(words, { by, days }, shown))
        : tableOf(words, shown, { top, currency: organization.currency }),
  };
}

function sortOf({ by, sort = defaultSort(by) }: Options): SpendSort {
  if (sort === 'name' || figuresBy(by).includes(sort)) return sort;
  throw new UsageError(`--sort ${sort} is nothing that --by ${by} has`);
}

function daysOf({ range = 'this-month', from, to }: Options, today: string): DayRange {
  if (!from && !to) return presetRange(range, today);
  if (!from) throw new UsageError('--to needs --from: say the first day, too');
  const last = to?.to ?? today;
  if (from.from <= last) return { from: from.from, to: last };
  throw new UsageError(`--from ${from.from} is after --to ${last}`);
}

/** Amounts in minor units; budgets only where rows are departments. */
function jsonOf({ by, days, spend, budgets }: Shown) {
  const rows = spend.rows.map(({ member, name, currency, gifts, now, before }) => {
    const row = { member, name, currency, gifts, now, before };
    return { ...row, ...(by === 'department' && budgets.get(budgetKey(member, currency))) };
  });
  return { by, ...days, daysBefore: rangeBefore(days), totals: spend.totals, rows };
}

type Shape = { top: number; currency: string };

/** The answer, what it was before, and a table of each currency: amounts of two are never added. */
function tableOf(words: Words, shown: Shown, { top, currency }: Shape): string[] {
  const { by, days, spend } = shown;
  const { say } = words;
  const main = mainFigure(by);
  const amounts = spend.totals.map((total) => ({ amountMinor: total.now[main], currency: total.currency }));
  const title = say(`web.spend.title.${main}`, {
    amounts: amountsText(words, amounts.length > 0 ? amounts : [{ amountMinor: 0n, currency }]),
    when: whenText(words, days),
  });
  if (spend.rows.length === 0) return [`${title}. ${say('spend.table.empty')}`];
  return [
    `${title}.`,
    ...spend.totals.flatMap((total, index) => [
      ...(index === 0 ? [] : ['']),
      comparisonText(words, days, { main, total }),
      '',
      tableText(columnsOf(words, by), rowsOf(words, shown, { total, top })),
      ...(total.members > top ? [say('spend.table.more', { count: total.members - top })] : []),
    ]),
  ];
}

function columnsOf(words: Words, by: SpendDimension): TableColumn[] {
  const { say } = words;
  const amounts = [
    ...(by === 'department' ? [say('web.spend.budget')] : []),
    ...figuresBy(by).map((figure) => figureText(words, figure)),
    ...(by === 'department' ? [say('web.spend.left')] : []),
  ];
  return [
    { title: say(`web.spend.by.${by}`) },
    ...amounts.map((title) => ({ title, align: 'right' as const })),
  ];
}

/** The total first, each row with what it was before on the next line. */
function rowsOf(
  words: Words,
  { by, spend, budgets }: Shown,
  { total, top }: { total: SpendTotal; top: number },
): string[][] {
  const { currency } = total;
  const rows = spend.rows.filter((row) => row.currency === currency && row.place <= top);
  const lines: (SpendRow | undefined)[] = [undefined, ...rows];
  return lines.flatMap((row) => {
    const budget = budgets.get(budgetKey(row?.member ?? '', currency));
    const name = row ? memberText(words, by, row) : words.say('web.spend.total');
    const { now, before } = row ?? total;
    const told = { words, by, currency };
    return [
      lineOf(told, { name, figures: now, budget }),
      ...(before && figuresBy(by).some((figure) => before[figure] !== 0n)
        ? [lineOf(told, { name: `  ${words.say('spend.table.before')}`, figures: before })]
        : []),
    ];
  });
}

type Line = {
  name: string;
  figures: SpendTotal['now'];
  budget?: { budgetMinor: bigint; leftMinor: bigint } | undefined;
};

function lineOf(
  { words, by, currency }: { words: Words; by: SpendDimension; currency: string },
  { name, figures, budget }: Line,
): string[] {
  function budgetCells(which: 'budgetMinor' | 'leftMinor'): string[] {
    if (by !== 'department') return [];
    return [budget ? moneyText(words, budget[which], currency) : ''];
  }
  return [
    name,
    ...budgetCells('budgetMinor'),
    ...figuresBy(by).map((figure) => moneyText(words, figures[figure], currency)),
    ...budgetCells('leftMinor'),
  ];
}
