import type { Command } from 'commander';
import { toDecimal } from '#src/domain/kit/money.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { csvText } from '#src/domain/kit/csv-text.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readDay } from '#src/cli/kit/read-arguments.ts';

const HEADER = ['id', 'name', 'email', 'employee number', 'amount', 'currency', 'decided', 'reason'];

/** `largesse wallet payouts`: what closed wallets owe people with their pay, as a CSV for the payroll. */
export function addWalletPayouts(program: Command): void {
  addCommand(program, {
    name: 'wallet payouts',
    summary: 'export what closed wallets owe people, as CSV for the payroll',
    takes: (command) =>
      command.option('--since <day>', 'decided from this day on, such as 2027-01-15', readDay),
    json: 'array',
    examples: ['wallet payouts --since 2027-01-01 > payouts.csv'],
    async run(core, { since }: { since?: string }) {
      const { timeZone } = core.organization;
      const filter = since === undefined ? {} : { since: dayStart(since, timeZone) };
      const payouts = await core.app.queries.wallet.listPayouts(operatorOf(core), filter);
      const rows = payouts.map((payout) => [
        payout.closingId,
        payout.name,
        payout.email ?? '',
        payout.employeeNumber ?? '',
        toDecimal(payout),
        payout.currency,
        payout.paidOutAt.toISOString(),
        payout.reason,
      ]);
      return { json: payouts, text: csvText([HEADER, ...rows]) };
    },
  });
}
