import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const RIGHT = ['Value', 'Left', 'Given', 'Expired', 'Recalled', 'Told below'];
const COLUMNS = [
  'Product',
  'Value',
  'Last day',
  'Left',
  'Given',
  'Expired',
  'Recalled',
  'Told below',
  'Id',
].map((title) => ({ title, ...(RIGHT.includes(title) ? { align: 'right' as const } : {}) }));

/** `largesse stock report`: shows what is left, by product, value, currency and expiry. */
export function addStockReport(program: Command): void {
  addCommand(program, {
    name: 'stock report',
    summary: 'show how many codes are left, by product, value and last day',
    json: 'array',
    examples: ['stock report'],
    async run(core) {
      const stock = await core.app.queries.reward.listStock(operatorOf(core));
      const { timeZone } = core.organization;
      const rows = stock.flatMap(({ product, valueMinor: amountMinor, currency, levels, lowAt, productId }) =>
        levels.map(({ expiresAt, left, expired, taken, recalled }) => [
          product,
          formatMoney({ amountMinor, currency }, core.words.locale),
          expiresAt ? dayOf(new Date(expiresAt.getTime() - DAY_MS / 2), timeZone) : 'none',
          ...[left, taken, expired, recalled, lowAt].map(String),
          productId,
        ]),
      );
      return { json: stock, text: rows.length === 0 ? 'No codes are in stock.' : tableText(COLUMNS, rows) };
    },
  });
}
