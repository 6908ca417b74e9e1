import type { SpendReport, SpendGift, SpendRow } from '#src/app.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import { figuresBy } from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';
import {
  type SheetColumn,
  instantCell,
  numberCell,
  type TableFile,
  textCell,
} from '../../export/table-file.ts';
import { budgetKey, type BudgetsOfRows } from './budgets-of-rows.ts';
import type { GiftsQuery } from './query.ts';
import { figureText, memberText } from './spend-texts.ts';

/** The rows of the page as a file, all pages of them: by currency, then as the page has them. */
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

/** The gifts behind a figure as a file. */
export function giftsFile(
  words: Words,
  { figure, days }: GiftsQuery,
  rows: AsyncIterable<SpendGift>,
): TableFile<SpendGift> {
  const { say } = words;
  function text(label: string, of: (gift: SpendGift) => string | null): SheetColumn<SpendGift> {
    return { label, cell: (gift) => textCell(of(gift)) };
  }
  function instant(label: string, of: (gift: SpendGift) => Date | null): SheetColumn<SpendGift> {
    return { label, cell: (gift) => instantCell(of(gift)) };
  }
  const columns: SheetColumn<SpendGift>[] = [
    { label: say('web.spend.column.day'), cell: ({ day }) => ({ kind: 'day', day }) },
    instant(say('web.spend.column.at'), ({ at }) => at),
    text(say('web.spend.column.gift'), ({ giftId }) => giftId),
    text(say('web.spend.column.giver'), ({ giver }) => giver),
    text(say('web.spend.column.giverNumber'), ({ giverNumber }) => giverNumber),
    text(say('web.spend.column.department'), ({ department }) => department),
    text(say('web.spend.column.recipient'), ({ recipient }) => recipient),
    text(say('web.spend.column.recipientNumber'), ({ recipientNumber }) => recipientNumber),
    text(say('web.spend.column.recipientDepartment'), ({ recipientDepartment }) => recipientDepartment),
    text(say('web.spend.column.region'), ({ region }) => region),
    text(say('web.spend.column.occasion'), ({ occasion }) => occasion),
    text(say('web.spend.column.message'), ({ message }) => message),
    { label: say('web.spend.column.amount'), cell: (gift) => numberCell(toDecimal(gift)) },
    text(say('web.spend.currency'), ({ currency }) => currency),
    text(say('web.spend.column.status'), (gift) => giftStatusText(words, gift)),
    instant(say('web.spend.column.givenAt'), ({ issuedAt }) => issuedAt),
    text(say('web.spend.column.deliveredBy'), ({ deliveredBy }) =>
      deliveredBy === null ? null : say(`web.gift.channel.${deliveredBy}`),
    ),
    instant(say('web.spend.column.deliveredAt'), ({ deliveredAt }) => deliveredAt),
    instant(say('web.spend.column.redeemedAt'), ({ redeemedAt }) => redeemedAt),
    text(say('web.spend.column.taxClass'), ({ taxClass }) => say(`web.gift.taxClass.${taxClass}`)),
    text(say('web.spend.column.lastFour'), ({ lastFour }) => lastFour),
  ];
  return { name: `gifts-${figure}-${days.from}-${days.to}`, columns, rows };
}

/** Where a gift is now. */
export function giftStatusText(
  { say }: Words,
  { status, isReversed }: Pick<SpendGift, 'status' | 'isReversed'>,
): string {
  return isReversed ? say('web.gift.status.reversed') : say(`web.gift.status.${status}`);
}
