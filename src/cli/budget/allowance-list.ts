import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = [
  { title: 'Giver' },
  { title: 'Email' },
  { title: 'Department' },
  { title: 'A period', align: 'right' as const },
  { title: 'Set' },
];

/** `largesse allowance list`: lists the givers whose allowance was set for them alone. */
export function addAllowanceList(program: Command): void {
  commandOf(program, 'allowance')
    .command('list')
    .description('list the givers who have an allowance of their own, instead of their role’s')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse allowance list')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const found = await core.app.queries.budget.listAllowances(operatorOf(core));
        if (json) return printJson(found);
        if (found.length === 0) return print('Nobody has an allowance of their own.');
        const rows = found.map(({ name, email, department, setAt, ...money }) => {
          return [
            name,
            email ?? '',
            department,
            formatMoney(money, core.words.locale),
            setAt.toISOString().slice(0, 10),
          ];
        });
        print(tableText(COLUMNS, rows));
      }),
    );
}
