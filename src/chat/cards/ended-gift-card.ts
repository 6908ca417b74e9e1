import type { CurrentCards } from '#src/app.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { boughtGiftCard, promisedCardCard } from './bought-gift-cards.ts';
import { thankAction, thanksBlocks } from './gift-card.ts';
import { redeemedCard } from './redeemed-card.ts';
import { refusalText } from './refusal-text.ts';
import { textCard, withAbove } from './text-card.ts';

/**
 * A gift's message once the gift is redeemed, taken back or expired: the thanks, and what became of it; or once its recipient has chosen
 * what it is.
 */
export function endedGiftCard(words: Words, { gift, end, wallets, isThanked }: CurrentCards['gift']): Card {
  if (end === undefined) return promisedCardCard(words, gift, { in: 'chat', isThanked });
  if (gift.card?.status === 'bought') return boughtGiftCard(words, gift, isThanked);
  if (end === 'redeemed') {
    const added = addedGiftCard(words, gift, wallets);
    return isThanked ? added : { ...added, actions: [thankAction(words, gift.giftId)] };
  }
  return lostGiftCard(words, gift, { kind: end === 'expired' ? 'gift-expired' : 'gift-withdrawn' });
}

function addedGiftCard(words: Words, gift: GiftMessage, wallets: readonly Money[]): Card {
  const { currency } = gift.money;
  const balance = wallets.find((wallet) => wallet.currency === currency) ?? { amountMinor: 0n, currency };
  return withAbove(redeemedCard(words, { added: gift.money, balance }), ...thanksBlocks(words, gift));
}

/** A gift that can no longer be redeemed, and why. */
export function lostGiftCard(words: Words, gift: GiftMessage, refusal: Refusal): Card {
  const amount = formatMoney(gift.money, words.locale);
  const title = words.say('gift.title', { giver: gift.giverName, amount });
  return textCard('refusal', title, [...thanksBlocks(words, gift), refusalText(words, refusal)]);
}

/** What remains in a channel of a gift that waited there. Others read it, so it says no more than they knew. */
export function goneClaimCard({ say }: Words, { gift, end }: CurrentCards['claim']): Card {
  const { giverName: giver, recipientName: name } = gift;
  const text = end === 'redeemed' ? say('claim.redeemed', { giver, name }) : say('claim.ended', { giver });
  return textCard('info', say('claim.endedTitle'), [text]);
}
