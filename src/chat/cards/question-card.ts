import { formatMoney } from '#src/domain/kit/money.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { reviewReasonText } from './review-reason-text.ts';
import { shareText } from './share-text.ts';
import { textCard } from './text-card.ts';
import type { GiverQuestion } from '#src/domain/recognition/giver-update.ts';

/** Up to this many people are named in the title; more are shown in a table with their amounts. */
const MAX_NAMED = 2;
const MAX_ROWS = 10;

/** Asks a giver to confirm, showing everything that would happen. Only their own press counts. */
export function questionCard(words: Words, question: GiverQuestion): Card {
  const { say } = words;
  const { recognitionId: value } = question;
  const card = textCard('info', questionTitle(words, question), [
    ...question.reviewReasons.map((reviewReason) => reviewReasonText(words, reviewReason)),
    sharesBlock(words, question),
    ...leftLines(words, question),
    ...(question.isPosted ? [say('question.posted')] : []),
    say('question.how'),
  ]);
  return {
    ...card,
    actions: [
      { id: 'confirm', label: say('question.confirm'), value, style: 'primary' },
      ...(question.isPosted
        ? [{ id: 'confirm-privately', label: say('question.privately'), value, style: 'plain' } as const]
        : []),
      { id: 'cancel', label: say('question.cancel'), value, style: 'plain' },
    ],
  };
}

export function questionTitle({ say, locale }: Words, { gifts, total }: GiverQuestion): string {
  const amount = formatMoney(total, locale);
  if (gifts.length > MAX_NAMED) return say('question.titleMany', { total: amount, count: gifts.length });
  const names = gifts.map(({ recipientName }) => recipientName).join(' and ');
  return say('question.title', { total: amount, names });
}

/** What would be left of the budget; empty if there is none. */
export function leftLines({ say, date, locale }: Words, { budget }: GiverQuestion): string[] {
  if (!budget) return [];
  const { department, leftMinor, until } = budget;
  const left = formatMoney({ amountMinor: leftMinor, currency: department.currency }, locale);
  return [
    say('question.left', { department: department.name, left, until: date(until, department.timeZone) }),
  ];
}

/** Who would get how much, and the total. */
export function sharesBlock(words: Words, { gifts, total }: GiverQuestion): CardBlock {
  if (gifts.length > MAX_ROWS) return { kind: 'text', text: shareText(words, gifts) };
  const rows = gifts.map(({ recipientName, money }) => {
    return { label: recipientName, value: formatMoney(money, words.locale) };
  });
  const sum = { label: words.say('question.total'), value: formatMoney(total, words.locale) };
  return { kind: 'fields', fields: gifts.length > 1 ? [...rows, sum] : rows };
}
