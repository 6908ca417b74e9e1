import type { Liability, Returned } from '#src/app.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { AGES } from '#src/domain/report/liability-words.ts';
import type { Words } from '#src/words/words.ts';
import { numberCell, type TableFile, textCell } from '../../export/table-file.ts';

/** What was promised at the end of a day, a row for each kind, department and currency. */
export function liabilityFile({ say }: Words, at: string, rows: readonly Liability[]): TableFile<Liability> {
  return {
    name: `liability-${at}`,
    rows,
    columns: [
      { label: say('web.liability.what'), cell: ({ kind }) => textCell(say(`web.liability.kind.${kind}`)) },
      { label: say('web.spend.department'), cell: ({ department }) => textCell(department) },
      { label: say('web.spend.currency'), cell: ({ currency }) => textCell(currency) },
      {
        label: say('web.spend.total'),
        cell: ({ totalMinor: amountMinor, currency }) => numberCell(toDecimal({ amountMinor, currency })),
      },
      ...AGES.map((age) => ({
        label: say(`web.liability.age.${age}`),
        cell: ({ ages, currency }: Liability) => numberCell(toDecimal({ amountMinor: ages[age], currency })),
      })),
    ],
  };
}

/** What came back on some days. */
export function returnsFile(
  { say }: Words,
  { from, to }: DayRange,
  rows: readonly Returned[],
): TableFile<Returned> {
  return {
    name: `returns-${from}-${to}`,
    rows,
    columns: [
      { label: say('web.spend.department'), cell: ({ department }) => textCell(department) },
      { label: say('web.liability.why'), cell: ({ kind }) => textCell(say(`web.liability.return.${kind}`)) },
      { label: say('web.liability.count'), cell: ({ count }) => numberCell(String(count)) },
      { label: say('web.spend.column.amount'), cell: (row) => numberCell(toDecimal(row)) },
      { label: say('web.spend.currency'), cell: ({ currency }) => textCell(currency) },
    ],
  };
}
