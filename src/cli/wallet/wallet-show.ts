import { type Command, InvalidArgumentError } from 'commander';
import type { WalletRow } from '#src/app.ts';
import { lastDayText } from '#src/chat/cards/gift-card.ts';
import { must } from '#src/domain/kit/must.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { WalletComposition } from '#src/domain/wallet/composition.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';
import type { Core } from '#src/process/open-core.ts';

const COLUMNS = [
  { title: 'When (UTC)' },
  { title: 'What' },
  { title: 'About' },
  { title: 'Amount', align: 'right' as const },
  { title: 'Balance', align: 'right' as const },
];

/** `largesse wallet show`: shows what somebody holds, and how that came about. */
export function addWalletShow(program: Command): void {
  addCommand(program, {
    name: 'wallet show',
    summary: 'show what somebody can spend, of what, and every movement with the balance after it',
    takes: (command) =>
      command
        .argument('<person>', 'by address, employee number, id or unique name')
        .option('--limit <count>', 'at most so many movements of each currency, 1 to 500', readLimit, 20),
    json: 'object',
    examples: ['wallet show alice@example.com', 'wallet show alice@example.com --limit 100 --json'],
    async run(core, who: string, { limit }: { limit: number }) {
      const { id, name } = await getPersonCalled(core, who);
      const actor = operatorOf(core);
      const { wallet } = core.app.queries;
      const held = must(await wallet.compose(actor, id), 'wallet');
      const guard = must(await wallet.findWalletGuard(actor, id), 'guard of the wallet');
      const currencies = new Set([...held.map(({ currency }) => currency), core.organization.currency]);
      const rows: WalletRow[] = [];
      for (const currency of currencies) {
        rows.push(...must(await wallet.history(actor, id, { currency, limit }), 'history').rows);
      }
      const frozen = guard.frozenAt ? [`Frozen since ${timeText(guard.frozenAt)}: ${guard.reason}`] : [];
      const reported = guard.reported.map((one) => {
        return `The code that ends in ${one.lastFour} is reported, of gift ${one.giftId}.`;
      });
      return {
        json: { person: name, held, ...guard, history: rows },
        text: [
          ...(held.length === 0 ? [`${name} holds nothing.`] : held.flatMap((one) => linesOf(core, one))),
          ...frozen,
          ...reported,
          ...(rows.length > 0
            ? [
                '',
                tableText(
                  COLUMNS,
                  rows.map((row) => cellsOf(core, row)),
                ),
              ]
            : []),
        ],
      };
    },
  });
}

function linesOf(
  { words }: Core,
  { currency, spendableMinor, giftMinor, promo }: WalletComposition,
): string[] {
  function amountOf(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, words.locale);
  }
  return [
    `${amountOf(spendableMinor)} to spend, of it ${amountOf(giftMinor)} gift funds`,
    ...promo.map(({ leftMinor, expiresAt: at, timeZone, reason, grantId }) => {
      const until = lastDayText(words, { at, timeZone });
      return `  ${amountOf(leftMinor)} promotional credit until ${until}: ${reason} (${grantId})`;
    }),
  ];
}

function cellsOf({ words: { locale } }: Core, row: WalletRow): string[] {
  const { currency } = row;
  const about = row.gift ? `${row.gift.giverName}: ${row.gift.message}` : (row.note ?? '');
  return [
    timeText(row.at),
    row.kind,
    about,
    formatMoney({ amountMinor: row.amountMinor, currency }, locale),
    formatMoney({ amountMinor: row.balanceAfterMinor, currency }, locale),
  ];
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d{1,3}$/u.test(text) && limit >= 1 && limit <= 500) return limit;
  throw new InvalidArgumentError('Write a number from 1 to 500.');
}
