import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** Tells whoever reported a code that it is frozen, and how the gift goes on. */
export function reportedCard(
  words: Words,
  { giverName: giver, lastFour, money }: { giverName: string; lastFour: string; money: Money },
): Card {
  const amount = formatMoney(money, words.locale);
  return textCard('success', words.say('report.title'), [
    words.say('report.done', { lastFour, amount, giver }),
  ]);
}
