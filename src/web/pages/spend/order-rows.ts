import type { SpendRow } from '#src/app.ts';
import type { SpendDimension, SpendFigure } from '#src/domain/report/spend-words.ts';
import { figuresBy } from '#src/domain/report/spend-words.ts';

/** By what rows are sorted where nobody said: months as time goes, all else by what matters most. */
export function defaultSort(by: SpendDimension): SpendFigure | 'name' {
  if (by === 'month') return 'name';
  return figuresBy(by).includes('given') ? 'given' : 'spent';
}

/** Rows of one currency in order: names upwards, amounts downwards. */
export function orderRows(
  rows: readonly SpendRow[],
  { sort, nameOf }: { sort: SpendFigure | 'name'; nameOf: (row: SpendRow) => string },
): SpendRow[] {
  function byName(one: SpendRow, other: SpendRow): number {
    return nameOf(one).localeCompare(nameOf(other)) || (one.member < other.member ? -1 : 1);
  }
  return rows.toSorted((one, other) => {
    if (sort === 'name') return byName(one, other);
    const [a, b] = [one.now[sort], other.now[sort]];
    return a === b ? byName(one, other) : a > b ? -1 : 1;
  });
}
