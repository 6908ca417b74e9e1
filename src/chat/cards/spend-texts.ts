import type { SpendRow, SpendTotal } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { type DayRange, rangeBefore, wholeMonth, wholeYear } from '#src/domain/report/day-range.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import type { SpendFigure } from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';

/** `November 2026`, `2026`, or the first and the last day. */
export function rangeText(words: Words, range: DayRange): string {
  const { from, to } = range;
  const month = wholeMonth(range);
  if (month !== undefined) return monthText(words, month);
  if (wholeYear(range) !== undefined) return from.slice(0, 4);
  if (from === to) return dayText(words, from);
  return words.say('web.spend.days', { from: dayText(words, from), to: dayText(words, to) });
}

/** The same in a sentence: `in November 2026`, `from … to …`. */
export function whenText(words: Words, range: DayRange): string {
  const text = rangeText(words, range);
  if (wholeMonth(range) !== undefined || wholeYear(range) !== undefined)
    return words.say('web.spend.inRange', { range: text });
  if (range.from === range.to) return words.say('web.spend.onDay', { day: text });
  return words.say('web.spend.fromTo', { range: text });
}

/** A month such as `2026-11`. */
function monthText({ locale }: Words, month: string): string {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${month}-01`));
}

/** A day such as `2026-11-23`, as people write it. */
export function dayText(words: Words, day: string): string {
  return words.date(new Date(day), 'UTC');
}

/** What a row is about, in words. */
export function memberText(words: Words, by: SpendDimension, { name, member }: SpendRow): string {
  if (name !== null) return name;
  if (by === 'month') return monthText(words, member);
  if (member !== '') return member;
  switch (by) {
    case 'region':
      return words.say('web.spend.noRegion');
    case 'marketplace':
      return words.say('web.spend.giftCards');
    default:
      return words.say('web.spend.noOccasion');
  }
}

export function figureText({ say }: Words, figure: SpendFigure): string {
  return say(`web.spend.figure.${figure}`);
}

export function moneyText({ locale }: Words, amountMinor: bigint, currency: string): string {
  return formatMoney({ amountMinor, currency }, locale);
}

/** Several amounts of one kind, in one sentence. */
export function amountsText(
  words: Words,
  amounts: readonly { amountMinor: bigint; currency: string }[],
): string {
  const texts = amounts.map((amount) => formatMoney(amount, words.locale));
  return new Intl.ListFormat(words.locale, { type: 'conjunction' }).format(texts);
}

/** In words, how this compares with the days before. */
export function comparisonText(
  words: Words,
  days: DayRange,
  { main, total }: { main: SpendFigure; total: SpendTotal },
): string {
  const { say } = words;
  const { now, before, currency } = total;
  const when = whenText(words, rangeBefore(days));
  const amount = moneyText(words, before[main], currency);
  if (before[main] <= 0n) return say('web.spend.nothingBefore', { when });
  const tenths = Number(((now[main] - before[main]) * 1_000n) / before[main]);
  if (tenths === 0) return say('web.spend.asBefore', { when, amount });
  const percent = new Intl.NumberFormat(words.locale, {
    maximumFractionDigits: Math.abs(tenths) < 100 ? 1 : 0,
  });
  const change = percent.format(Math.abs(tenths) / 10);
  return say(tenths > 0 ? 'web.spend.moreThanBefore' : 'web.spend.lessThanBefore', { change, when, amount });
}
