import type { SpendReport, SpendRow, SpendTotal } from '#src/app.ts';
import { type DayRange, presetRange } from '#src/domain/report/day-range.ts';
import {
  defaultSort,
  figuresBy,
  GIFT_FIGURES,
  type GiftFigure,
  type SpendFigure,
} from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';
import { pathWith } from '../../frame/path-with.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { dayParameters, NARROWS_BY, PAGE_ROWS, sortOf, type SpendQuery, spendParameters } from './query.ts';
import { budgetKey, type BudgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';
import { figureText, memberText, moneyText } from '#src/chat/cards/spend-texts.ts';

type Line = { row: SpendRow | undefined; total: SpendTotal };

type TableProps = {
  words: Words;
  query: SpendQuery;
  spend: SpendReport;
  budgets: BudgetsOfRows;
  total: SpendTotal;
};

/** The rows of one currency, totals first, each figure with what it was before. */
export function SpendTable({ words, query, spend, budgets, total }: TableProps) {
  const { say } = words;
  const { by, page } = query;
  const last = Math.max(0, total.members - 1);
  const asked = Math.min((page - 1) * PAGE_ROWS, last);
  const start = asked - (asked % PAGE_ROWS);
  const shown = spend.rows.filter(
    ({ currency, place }) => currency === total.currency && place > start && place <= start + PAGE_ROWS,
  );
  const lines: Line[] = [{ row: undefined, total }, ...shown.map((row) => ({ row, total }))];
  const caption = say('web.spend.caption', { by: say(`web.spend.by.${by}`), currency: total.currency });
  return (
    <>
      <DataTable
        caption={caption}
        columns={columnsOf(words, query, budgets)}
        rows={lines}
        isTotal={({ row }) => row === undefined}
      />
      {total.members > PAGE_ROWS && (
        <nav class="acts" aria-label={say('web.spend.pages', { currency: total.currency })}>
          <span>
            {say('web.spend.shown', {
              from: start + 1,
              to: start + shown.length,
              all: total.members,
            })}
          </span>
          {start > 0 && (
            <a
              class="button"
              rel="prev"
              href={pathWith('/spend', { ...spendParameters(query), page: start / PAGE_ROWS })}
            >
              {say('web.spend.previousPage')}
            </a>
          )}
          {start + PAGE_ROWS < total.members && (
            <a
              class="button"
              rel="next"
              href={pathWith('/spend', { ...spendParameters(query), page: start / PAGE_ROWS + 2 })}
            >
              {say('web.spend.nextPage')}
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function columnsOf(words: Words, query: SpendQuery, budgets: BudgetsOfRows): Column<Line>[] {
  const { say } = words;
  const { by } = query;
  const sort = sortOf(query);
  function sortLink(column: SpendFigure | 'name') {
    const order = column === 'name' ? ('ascending' as const) : ('descending' as const);
    const href = pathWith('/spend', { ...spendParameters(query), sort: column });
    return { href, now: sort === column ? order : undefined };
  }
  return [
    {
      label: say(`web.spend.by.${by}`),
      isMain: true,
      sort: sortLink('name'),
      cell: ({ row }) => (row ? memberText(words, by, row) : say('web.spend.total')),
    },
    ...(by === 'department' ? [budgetColumn(words, budgets, 'budget')] : []),
    ...figuresBy(by).map((figure): Column<Line> => {
      return {
        label: figureText(words, figure),
        isAmount: true,
        isMain: figure === defaultSort(by),
        sort: sortLink(figure),
        cell: (line) => <Figure words={words} query={query} figure={figure} line={line} />,
      };
    }),
    ...(by === 'department' ? [budgetColumn(words, budgets, 'left')] : []),
  ];
}

function budgetColumn(words: Words, budgets: BudgetsOfRows, which: 'budget' | 'left'): Column<Line> {
  return {
    label: words.say(`web.spend.${which}`),
    isAmount: true,
    cell({ row, total: { currency } }) {
      const budget = budgets.get(budgetKey(row?.member ?? '', currency));
      return budget ? moneyText(words, budget[`${which}Minor`], currency) : '–';
    },
  };
}

type FigureProps = { words: Words; query: SpendQuery; figure: SpendFigure; line: Line };

/** One figure, as the way to its gifts, with what it was before. */
function Figure({ words, query, figure, line: { row, total } }: FigureProps) {
  const { now, before } = row ?? total;
  const { currency } = total;
  const text = moneyText(words, now[figure], currency);
  return (
    <span>
      {isOfGifts(figure) && now[figure] !== 0n && query.by !== 'marketplace' ? (
        <a href={giftsAddress(query, figure, { row, currency })}>{text}</a>
      ) : (
        text
      )}
      {before && before[figure] !== 0n && (
        <span class="sub">
          {words.say('web.spend.before', { amount: moneyText(words, before[figure], currency) })}
        </span>
      )}
    </span>
  );
}

function isOfGifts(figure: SpendFigure): figure is GiftFigure {
  return (GIFT_FIGURES as readonly string[]).includes(figure);
}

/** Where the gifts behind a figure are listed. */
export function giftsAddress(
  { by, department, days }: SpendQuery,
  figure: GiftFigure,
  { row, currency }: { row: SpendRow | undefined; currency: string },
): string {
  const narrows = NARROWS_BY[by];
  const ofMonth = by === 'month' && row ? monthWithin(row.member, days) : undefined;
  return pathWith('/spend/gifts', {
    ...(ofMonth ?? dayParameters(days)),
    figure,
    department,
    currency,
    ...(row && narrows && { [narrows]: row.member }),
  });
}

/** The days of a month that are among others. */
function monthWithin(month: string, { from, to }: DayRange): DayRange {
  const whole = presetRange('this-month', `${month}-01`);
  return { from: whole.from > from ? whole.from : from, to: whole.to < to ? whole.to : to };
}
