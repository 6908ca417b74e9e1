import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { MonthReport } from '#src/domain/message/month-report.ts';
import { monthBefore } from '#src/domain/report/month-report.ts';
import type { Bar, BarPicture } from '#src/ports/picture.ts';
import type { Words } from '#src/words/words.ts';

/** A month beside the one before: by department, or of the only one. In the currency in which most was given by the first of them. */
export function monthChart(words: Words, { month, totals, lines }: MonthReport): BarPicture | undefined {
  const { say } = words;
  const currency = lines[0]?.given.currency;
  const total = totals.find(({ given }) => given.currency === currency);
  const ofCurrency = lines.filter(({ given }) => given.currency === currency);
  if (!total || ofCurrency.every(({ given, before }) => isNothing(given) && isNothing(before)))
    return undefined;
  const [name, previous] = [words.month(month), words.month(monthBefore(month))];
  return {
    name: `given-${month}.png`,
    title: say('month.chart', { month: name }),
    alt: say('month.alt', {
      given: text(words, total.given),
      before: text(words, total.before),
      month: name,
      previous,
    }),
    shape: 'rows',
    series: { now: name, before: previous },
    bars: ofCurrency.map(
      ({ department, given, before }): Bar => ({
        label: department,
        amountMinor: moneyOf(given).amountMinor,
        shown: text(words, given),
        beforeMinor: moneyOf(before).amountMinor,
      }),
    ),
  };
}

function isNothing(money: StoredMoney): boolean {
  return moneyOf(money).amountMinor === 0n;
}

function text({ locale }: Words, money: StoredMoney): string {
  return formatMoney(moneyOf(money), locale);
}
