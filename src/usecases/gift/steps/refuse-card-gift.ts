import { findGiftCards } from '#src/db/gift/gift-card.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { refusalOfCard } from '#src/domain/gift/gift-card.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** Refuses to give a locked gift out as stored value that is a gift card, or is to be one. */
export async function refusalOfCardGift(
  tx: Tx,
  gift: { organizationId: string; giftId: string; isCard: boolean },
): Promise<Refusal | undefined> {
  const cards = await findGiftCards(tx, [gift]);
  return refusalOfCard(cards.get(gift.giftId));
}
