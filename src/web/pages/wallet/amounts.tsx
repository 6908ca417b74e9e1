import type { WalletRow } from '#src/app.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import type { Column } from '../../frame/data-table.tsx';

/** An amount as people read it. */
export function amountText({ locale }: Words, amountMinor: bigint, currency: string): string {
  return formatMoney({ amountMinor, currency }, locale);
}

/** `+$25.00`, `−$15.00`: what came in and what went out, by a sign and not by colour. */
function signedMoney({ locale }: Words, { amountMinor, currency }: Money): string {
  const size = amountMinor < 0n ? -amountMinor : amountMinor;
  return `${amountMinor < 0n ? '−' : '+'}${formatMoney({ amountMinor: size, currency }, locale)}`;
}

/** The columns that the activity and its statement share. */
export function movementColumns(
  words: Words,
  timeZone: string,
  what: Column<WalletRow>['cell'],
): Column<WalletRow>[] {
  const { say } = words;
  return [
    {
      label: say('web.wallet.when'),
      cell: ({ at }) => (
        <time datetime={at.toISOString()} title={words.dateAndTime(at, timeZone)}>
          {words.date(at, timeZone)}
        </time>
      ),
    },
    { label: say('web.wallet.kind'), cell: what },
    {
      label: say('web.wallet.amount'),
      isAmount: true,
      isMain: true,
      cell: (row) => signedMoney(words, row),
    },
    {
      label: say('web.wallet.balance'),
      isAmount: true,
      cell: ({ balanceAfterMinor, currency }) => amountText(words, balanceAfterMinor, currency),
    },
  ];
}
