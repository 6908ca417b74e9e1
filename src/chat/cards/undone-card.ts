import { formatMoney } from '#src/domain/kit/money.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { refusalText } from './refusal-text.ts';
import { textCard } from './text-card.ts';
import type { UndoneGifts } from '#src/domain/gift/gift.ts';

/** Tells a giver which gifts are taken back, and why others are not. */
export function undoneCard(words: Words, gifts: UndoneGifts): Card {
  const title = words.say(gifts.kept.length > 0 ? 'undo.partTitle' : 'undo.title');
  return textCard('success', title, undoneLines(words, gifts));
}

/** The same as lines of text. */
export function undoneLines(words: Words, { undone, kept }: UndoneGifts): string[] {
  const { say, locale } = words;
  return [
    ...undone.map(({ recipientName: name, money }) =>
      say('undo.line', { name, amount: formatMoney(money, locale) }),
    ),
    ...kept.map(({ recipientName: name, money, refusal }) =>
      say('undo.kept', { name, amount: formatMoney(money, locale), why: refusalText(words, refusal) }),
    ),
  ];
}
