import { formatMoney, moneyOf } from '#src/domain/kit/money.ts';
import type { WeekReport } from '#src/domain/message/week-report.ts';
import type { BarPicture } from '#src/ports/picture.ts';
import type { Words } from '#src/words/words.ts';

/** Two weeks beside each other; undefined where nothing was given in either, or in several currencies. */
export function weekChart(
  { say, locale }: Words,
  { week, department, given }: WeekReport,
): BarPicture | undefined {
  const [one, another] = given;
  if (!one || another) return undefined;
  const [now, before] = [moneyOf(one.given), moneyOf(one.before)];
  if (now.amountMinor <= 0n && before.amountMinor <= 0n) return undefined;
  const shown = { now: formatMoney(now, locale), before: formatMoney(before, locale) };
  return {
    name: `week-${week}.png`,
    title: say('week.chart', { department }),
    alt: say('week.alt', { department, given: shown.now, before: shown.before }),
    shape: 'rows',
    bars: [
      { label: say('week.last'), amountMinor: now.amountMinor, shown: shown.now },
      { label: say('week.beforeLast'), amountMinor: before.amountMinor, shown: shown.before },
    ],
  };
}
