import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = [
  { title: 'Name' },
  { title: 'Email' },
  { title: 'Region' },
  { title: 'Left' },
  { title: 'Gift funds', align: 'right' as const },
  { title: 'Decided' },
];

/** `largesse wallet leavers`: lists the people who have left and still hold gift funds. */
export function addWalletLeavers(program: Command): void {
  addCommand(program, {
    name: 'wallet leavers',
    summary: 'list who has left and still holds gift funds',
    json: 'array',
    examples: ['wallet leavers'],
    async run(core) {
      const leavers = await core.app.queries.wallet.listLeavers(operatorOf(core));
      const rows = leavers.map(({ name, email, region, leftAt, honouredAt, ...money }) => [
        name,
        email ?? '',
        region,
        leftAt.toISOString().slice(0, 10),
        formatMoney(money, core.words.locale),
        honouredAt ? 'honoured' : 'not yet',
      ]);
      const none = 'Nobody who has left holds gift funds.';
      return { json: leavers, text: leavers.length === 0 ? none : tableText(COLUMNS, rows) };
    },
  });
}
