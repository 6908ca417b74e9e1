import { type Command, Option } from 'commander';
import type { DepartmentSpend } from '#src/app.ts';
import { formatMoney, toDecimal } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, UsageError, withCore } from '#src/cli/kit/context.ts';
import { csvText } from '#src/domain/kit/csv-text.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readMonth } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';

type Options = { from?: string; to?: string; csv?: boolean; json?: boolean };

/** `largesse report spend`: shows what was given, by department and month. */
export function addReportSpend(program: Command): void {
  commandOf(program, 'report')
    .command('spend')
    .description('what was given, by department and month')
    .option('--from <month>', 'the first month, such as 2026-01', readMonth)
    .option('--to <month>', 'the last month, included', readMonth)
    .option('--csv', 'print CSV, for spreadsheets')
    .addOption(new Option('--json', 'print one JSON array').conflicts('csv'))
    .addHelpText('after', '\nExample:\n  largesse report spend --from 2026-01 --to 2026-12 --csv > spend.csv')
    .action(({ from, to, csv, json }: Options) => {
      if (from && to && from > to) throw new UsageError(`--from ${from} is after --to ${to}`);
      return withCore(async (core) => {
        const months = { ...(from ? { fromMonth: from } : {}), ...(to ? { toMonth: to } : {}) };
        const spends = await core.app.queries.report.spend(operatorOf(core), months);
        if (json) return printJson(spends);
        if (csv) return print(spendCsv(spends));
        print(spends.length === 0 ? 'Nothing was given in this time.' : spendTable(core.words, spends));
      });
    });
}

function spendCsv(spends: readonly DepartmentSpend[]): string {
  const rows = spends.map((spend) => {
    return [spend.month, spend.department, String(spend.gifts), toDecimal(spend), spend.currency];
  });
  return csvText([['month', 'department', 'gifts', 'amount', 'currency'], ...rows]);
}

function spendTable({ locale }: Words, spends: readonly DepartmentSpend[]): string {
  const columns = [
    { title: 'Month' },
    { title: 'Department' },
    { title: 'Gifts', align: 'right' as const },
    { title: 'Amount', align: 'right' as const },
  ];
  const rows = [...spends, ...totals(spends)].map((spend) => {
    return [spend.month, spend.department, String(spend.gifts), formatMoney(spend, locale)];
  });
  return tableText(columns, rows);
}

/** One line per currency: amounts in different currencies cannot be added up. */
function totals(spends: readonly DepartmentSpend[]): DepartmentSpend[] {
  const currencies = [...new Set(spends.map((spend) => spend.currency))];
  return currencies.map((currency) => {
    const same = spends.filter((spend) => spend.currency === currency);
    return {
      month: 'Total',
      department: '',
      currency,
      gifts: same.reduce((sum, spend) => sum + spend.gifts, 0),
      amountMinor: same.reduce((sum, spend) => sum + spend.amountMinor, 0n),
    };
  });
}
