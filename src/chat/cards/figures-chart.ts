import type { Report } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { monthBefore } from '#src/domain/report/month-report.ts';
import { MONTHS_SHOWN } from '#src/domain/report/months.ts';
import type { BarPicture } from '#src/ports/picture.ts';
import type { Words } from '#src/words/words.ts';

/**
 * A month as bars: departments beside each other, or one department’s last months. In one currency, since others cannot stand on the same
 * line: the organization’s own, unless nothing was given in it. Undefined where there is nothing to compare.
 */
export function figuresChart(words: Words, report: Report): BarPicture | undefined {
  const given = report.totals.filter(({ givenMinor }) => givenMinor > 0n);
  const total = given.find(({ currency }) => currency === report.currency) ?? given[0];
  if (!total) return undefined;
  return report.only ? monthsChart(words, report, total) : departmentsChart(words, report, total);
}

type Total = Report['totals'][number];

function departmentsChart(
  words: Words,
  report: Report,
  { currency, givenMinor }: Total,
): BarPicture | undefined {
  const { say } = words;
  const lines = report.lines.filter((line) => line.currency === currency);
  const [largest] = lines;
  if (!largest) return undefined;
  const month = words.month(report.month);
  const before = words.month(monthBefore(report.month));
  const total = money(words, givenMinor, currency);
  const amount = money(words, largest.givenMinor, currency);
  const hasBefore = lines.some(({ givenBeforeMinor }) => givenBeforeMinor > 0n);
  return {
    name: `given-${report.month}.png`,
    title: say('figures.chart', { month, total }),
    alt: say('figures.alt', { name: largest.name, month, amount, total }),
    shape: 'rows',
    ...(hasBefore && {
      series: { now: month, before: report.isRunning ? say('figures.toDay', { month: before }) : before },
    }),
    bars: lines.map((line) => ({
      label: line.name,
      amountMinor: line.givenMinor,
      shown: money(words, line.givenMinor, currency),
      ...(hasBefore && { beforeMinor: line.givenBeforeMinor }),
    })),
  };
}

function monthsChart(words: Words, report: Report, { currency, givenMinor }: Total): BarPicture {
  const { say } = words;
  const department = report.only?.name ?? '';
  const name = words.month(report.month);
  const first = monthBefore(report.month);
  const months = lastMonths(report.month).map((month) => {
    const found = report.months.find((one) => one.month === month && one.currency === currency);
    return { month, givenMinor: found?.givenMinor ?? 0n };
  });
  const before = months.find(({ month }) => month === first)?.givenMinor ?? 0n;
  const amount = money(words, givenMinor, currency);
  return {
    name: `given-${report.month}.png`,
    title: say('figures.chartOf', { department, month: name, total: amount }),
    alt: say('figures.altOf', {
      department,
      month: name,
      amount,
      count: months.length,
      before: money(words, before, currency),
    }),
    shape: 'upright',
    bars: months.map((one) => ({
      label: shortMonth(words, one.month),
      amountMinor: one.givenMinor,
      shown: money(words, one.givenMinor, currency),
    })),
  };
}

/** As many as the report has, the oldest first. */
function lastMonths(month: string): string[] {
  const months = [month];
  while (months.length < MONTHS_SHOWN) months.unshift(monthBefore(months[0] ?? month));
  return months;
}

function shortMonth({ locale }: Words, month: string): string {
  const format = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

function money({ locale }: Words, amountMinor: bigint, currency: string): string {
  return formatMoney({ amountMinor, currency }, locale);
}
