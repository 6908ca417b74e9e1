import type { Child } from 'hono/jsx';
import type { SpendReport } from '#src/app.ts';
import { rangeBefore } from '#src/domain/report/day-range.ts';
import { figuresBy, type SpendFigure } from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';
import { drawBarChart } from '../../frame/draw-bar-chart.tsx';
import { orderRows } from './order-rows.ts';
import type { SpendQuery } from './query.ts';
import { giftsAddress } from './spend-table.tsx';
import { memberText, moneyText, rangeText } from './spend-texts.ts';

/** A chart for each currency, by its code: the largest members, or the months as time goes. A bar opens its gifts. */
export async function drawSpend(
  words: Words,
  query: SpendQuery,
  spend: SpendReport,
): Promise<Map<string, Child>> {
  const charts = spend.totals.map(async ({ currency }) => {
    return [currency, await drawCurrency(words, query, { spend, currency })] as const;
  });
  return new Map(await Promise.all(charts));
}

async function drawCurrency(
  words: Words,
  query: SpendQuery,
  { spend, currency }: { spend: SpendReport; currency: string },
): Promise<Child> {
  const { by, days } = query;
  const main: SpendFigure = figuresBy(by).includes('given') ? 'given' : 'spent';
  const isOverTime = by === 'month';
  const rows = orderRows(
    spend.rows.filter((row) => row.currency === currency && (row.now[main] !== 0n || row.before?.[main])),
    {
      sort: isOverTime ? 'name' : main,
      nameOf: (row) => (isOverTime ? row.member : memberText(words, by, row)),
    },
  );
  const [largest] = orderRows(rows, { sort: main, nameOf: ({ member }) => member });
  if (!largest) return undefined;
  const hasBefore = rows.some(({ before }) => before && before[main] !== 0n);
  return drawBarChart({
    words,
    finding: words.say('web.spend.finding', {
      name: memberText(words, by, largest),
      amount: moneyText(words, largest.now[main], currency),
    }),
    shape: isOverTime ? 'upright' : 'rows',
    ...(hasBefore && {
      series: { now: rangeText(words, days), before: rangeText(words, rangeBefore(days)) },
    }),
    bars: rows.map((row) => ({
      label: memberText(words, by, row),
      amountMinor: row.now[main],
      shown: moneyText(words, row.now[main], currency),
      ...(hasBefore && row.before && { beforeMinor: row.before[main] }),
      ...(main === 'given' && { href: giftsAddress(query, main, { row, currency }) }),
    })),
  });
}
