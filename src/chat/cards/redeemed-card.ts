import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';

/** Tells somebody what a gift added to their balance. */
export function redeemedCard(words: Words, redeemed: Redeemed): Card {
  const added = formatMoney(redeemed.added, words.locale);
  const balance = formatMoney(redeemed.balance, words.locale);
  return textCard('success', words.say('redeemed.title', { added }), [
    words.say('redeemed.text', { balance }),
  ]);
}

/** Tells somebody that a gift of theirs is in their balance already, and what they have now. */
export function redeemedBeforeCard(words: Words, wallets: readonly Money[], { currency }: Money): Card {
  const wallet = wallets.find((one) => one.currency === currency) ?? { amountMinor: 0n, currency };
  const balance = formatMoney(wallet, words.locale);
  return textCard('success', words.say('redeemed.before'), [words.say('redeemed.text', { balance })]);
}
