import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { WeekReport } from '#src/domain/message/week-report.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** What a manager begins their week with: what waits first, then what may be given and to whom. */
export function weekCard(words: Words, week: WeekReport): Card {
  const { say } = words;
  const { department, timeZone, left, own, waiting, given } = week;
  const until = left && words.date(new Date(left.until), timeZone);
  return textCard('info', say('week.title', { department }), [
    ...(waiting > 0 ? [say('week.waiting', { count: waiting })] : []),
    ...(left && until ? [say('week.left', { left: text(words, left.left), until })] : []),
    ...(own ? [say('week.own', { left: text(words, own) })] : []),
    ...withoutText(words, week),
    ...given.map((one) =>
      say('week.given', {
        department,
        gifts: one.gifts,
        given: text(words, one.given),
        before: text(words, one.before),
      }),
    ),
    say('week.stop'),
  ]);
}

function withoutText({ say, locale }: Words, { without: { people, count, names } }: WeekReport): string[] {
  if (count === 0) return [];
  const said = { people, count, names: new Intl.ListFormat(locale).format(names) };
  return [say(count > names.length ? 'week.withoutMore' : 'week.without', said)];
}

function text({ locale }: Words, money: StoredMoney): string {
  return formatMoney(moneyOf(money), locale);
}
