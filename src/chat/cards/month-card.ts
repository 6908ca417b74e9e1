import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { MonthReport } from '#src/domain/message/month-report.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** What was given in a month, in all and by department. */
export function monthCard(words: Words, { month, isAll, totals, lines, more }: MonthReport): Card {
  const { say } = words;
  const name = words.month(month);
  const [only] = lines;
  const title =
    isAll || !only
      ? say('month.title', { month: name })
      : say('month.titleOf', { month: name, department: only.department });
  const list: CardBlock[] =
    lines.length > 1 ? [{ kind: 'fields', fields: lines.map((one) => fieldOf(words, one)) }] : [];
  return textCard('info', title, [
    ...totals.map((total) => sumText(words, total)),
    ...list,
    ...(more > 0 ? [say('month.more', { count: more })] : []),
    say('month.stop'),
  ]);
}

type Line = MonthReport['totals'][number];

function sumText(words: Words, { gifts, given, before, unclaimed }: Line): string {
  const amounts = {
    given: text(words, given),
    before: text(words, before),
    unclaimed: text(words, unclaimed),
  };
  const hasUnclaimed = moneyOf(unclaimed).amountMinor > 0n;
  const parts = [words.say('month.given', { gifts, ...amounts })];
  return [...parts, ...(hasUnclaimed ? [words.say('month.unclaimed', amounts)] : [])].join(' ');
}

function fieldOf(words: Words, { department, gifts, given, before }: MonthReport['lines'][number]) {
  const amounts = { given: text(words, given), before: text(words, before) };
  return { label: department, value: words.say('month.line', { gifts, ...amounts }) };
}

function text(words: Words, money: StoredMoney): string {
  return formatMoney(moneyOf(money), words.locale);
}
