import type { SpendReport, SpendRow } from '#src/app.ts';
import { figureText, memberText } from '#src/chat/cards/spend-texts.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import { budgetKey, type BudgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { figuresBy } from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';
import { numberCell, type SheetColumn, type TableFile, textCell } from './table-file.ts';

/** What was spent as a file, all rows of it: by currency, then in the order of the report. */
export function spendFile(
  words: Words,
  { by, days }: { by: SpendDimension; days: DayRange },
  { spend: { rows }, budgets }: { spend: SpendReport; budgets: BudgetsOfRows },
): TableFile<SpendRow> {
  function nameOf(row: SpendRow): string {
    return memberText(words, by, row);
  }
  return {
    name: `spend-by-${by}-${days.from}-${days.to}`,
    columns: [
      ...spendColumns(words, by, nameOf),
      ...(by === 'department' ? budgetColumns(words, budgets) : []),
    ],
    rows,
  };
}

function spendColumns(
  words: Words,
  by: SpendDimension,
  nameOf: (row: SpendRow) => string,
): SheetColumn<SpendRow>[] {
  const { say } = words;
  const figures = figuresBy(by);
  return [
    { label: say(`web.spend.by.${by}`), cell: (row) => textCell(nameOf(row)) },
    { label: say('web.spend.currency'), cell: ({ currency }) => textCell(currency) },
    ...(figures.includes('given')
      ? [{ label: say('web.spend.gifts'), cell: ({ gifts }: SpendRow) => numberCell(String(gifts)) }]
      : []),
    ...figures.map((figure): SheetColumn<SpendRow> => {
      return {
        label: figureText(words, figure),
        cell: ({ now, currency }) => numberCell(toDecimal({ amountMinor: now[figure], currency })),
      };
    }),
    ...(by === 'month' ? [] : figures).map((figure): SheetColumn<SpendRow> => {
      return {
        label: say('web.spend.figureBefore', { figure: figureText(words, figure) }),
        cell: ({ before, currency }) =>
          numberCell(toDecimal({ amountMinor: before?.[figure] ?? 0n, currency })),
      };
    }),
  ];
}

function budgetColumns({ say }: Words, budgets: BudgetsOfRows): SheetColumn<SpendRow>[] {
  return (['budget', 'left'] as const).map((which) => ({
    label: say(`web.spend.${which}`),
    cell({ member, currency }) {
      const budget = budgets.get(budgetKey(member, currency));
      return budget
        ? numberCell(toDecimal({ amountMinor: budget[`${which}Minor`], currency }))
        : textCell(null);
    },
  }));
}
