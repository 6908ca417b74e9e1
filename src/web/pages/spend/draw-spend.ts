import type { Child } from 'hono/jsx';
import type { SpendReport, SpendTotal } from '#src/app.ts';
import { rangeBefore } from '#src/domain/report/day-range.ts';
import { mainFigure } from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';
import { drawBarChart } from '../../frame/draw-bar-chart.tsx';
import type { SpendQuery } from './query.ts';
import { giftsAddress } from './spend-table.tsx';
import { memberText, moneyText, rangeText } from '#src/chat/cards/spend-texts.ts';

/** A chart for each currency, by its code: the largest members, or the months as time goes. A bar opens its gifts. */
export async function drawSpend(
  words: Words,
  query: SpendQuery,
  spend: SpendReport,
): Promise<Map<string, Child>> {
  const charts = spend.totals.map(async (total) => {
    return [total.currency, await drawCurrency(words, query, { spend, total })] as const;
  });
  return new Map(await Promise.all(charts));
}

async function drawCurrency(
  words: Words,
  query: SpendQuery,
  { spend, total }: { spend: SpendReport; total: SpendTotal },
): Promise<Child> {
  const { by, days } = query;
  const { currency } = total;
  const main = mainFigure(by);
  const isOverTime = by === 'month';
  const rows = spend.rows
    .filter((row) => row.currency === currency)
    .filter(({ now, before }) => now[main] !== 0n || before?.[main])
    .toSorted((one, other) => one.rank - other.rank);
  const [first] = rows;
  const largest = rows.reduce((most, row) => (most && row.now[main] <= most.now[main] ? most : row), first);
  if (!largest) return undefined;
  const hasBefore = rows.some(({ before }) => before && before[main] !== 0n);
  return drawBarChart({
    words,
    finding:
      largest.now[main] > 0n
        ? words.say('web.spend.finding', {
            name: memberText(words, by, largest),
            amount: moneyText(words, largest.now[main], currency),
          })
        : words.say('web.spend.findingNone', { when: rangeText(words, days) }),
    shape: isOverTime ? 'upright' : 'rows',
    ...(hasBefore && {
      series: { now: rangeText(words, days), before: rangeText(words, rangeBefore(days)) },
    }),
    all: Math.max(total.members, rows.length),
    bars: rows.map((row) => ({
      label: memberText(words, by, row),
      amountMinor: row.now[main],
      shown: moneyText(words, row.now[main], currency),
      ...(hasBefore && row.before && { beforeMinor: row.before[main] }),
      ...(main === 'given' && { href: giftsAddress(query, main, { row, currency }) }),
    })),
  });
}
