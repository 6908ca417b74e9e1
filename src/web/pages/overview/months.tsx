import type { Child } from 'hono/jsx';
import { formatMoney, toDecimal } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { drawBarChart } from '../../frame/draw-bar-chart.tsx';
import type { Figures, MonthFigure } from './read-figures.ts';

type Months = Figures['months'];

/** What was given month by month, beside last year's; the same numbers as a table can be opened below. */
export function Months({ words, months, chart }: { words: Words; months: Months; chart: Child }) {
  const { say } = words;
  const { currency, year, rows } = months;
  const caption = say('web.overview.months', { currency });
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, words.locale);
  }
  return (
    <section aria-labelledby="months">
      <h2 id="months">{caption}</h2>
      {chart ?? <p>{say('web.overview.noMonths')}</p>}
      {chart !== undefined && (
        <details>
          <summary>{say('web.overview.asTable')}</summary>
          <DataTable
            caption={caption}
            rows={rows}
            columns={[
              {
                label: say('web.overview.month'),
                isMain: true,
                cell: (row) => monthName(words, row, 'long'),
              },
              {
                label: String(year),
                isAmount: true,
                cell: ({ nowMinor }) => (nowMinor === undefined ? '' : money(nowMinor)),
              },
              { label: String(year - 1), isAmount: true, cell: ({ beforeMinor }) => money(beforeMinor) },
            ]}
          />
        </details>
      )}
    </section>
  );
}

/** The chart of the same; undefined where nothing was given in two years. */
export async function drawMonths(words: Words, { currency, year, rows }: Months): Promise<Child> {
  if (rows.every(({ nowMinor = 0n, beforeMinor }) => nowMinor === 0n && beforeMinor === 0n)) return undefined;
  const hasBefore = rows.some(({ beforeMinor }) => beforeMinor > 0n);
  const begun = rows.filter(({ nowMinor }) => nowMinor !== undefined);
  const now = begun.reduce((sum, { nowMinor = 0n }) => sum + nowMinor, 0n);
  const before = begun.reduce((sum, { beforeMinor }) => sum + beforeMinor, 0n);
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, words.locale);
  }
  const finding = words.say('web.overview.finding', {
    year: String(year),
    yearBefore: String(year - 1),
    now: money(now),
    before: money(before),
  });
  return drawBarChart({
    words,
    finding,
    shape: 'upright',
    ...(hasBefore && { series: { now: String(year), before: String(year - 1) } }),
    bars: rows.map((row) => ({
      label: monthName(words, row, 'short'),
      amountMinor: row.nowMinor ?? 0n,
      shown: row.nowMinor ? shortAmount(words, row.nowMinor, currency) : '',
      ...(hasBefore && { beforeMinor: row.beforeMinor }),
    })),
  });
}

function monthName({ locale }: Words, { month }: MonthFigure, style: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' }).format(month);
}

/** Short enough to stand above a column, `$12.5K`: the table has the cents. */
function shortAmount({ locale }: Words, amountMinor: bigint, currency: string): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  return format.format(toDecimal({ amountMinor, currency }) as Intl.StringNumericLiteral);
}
