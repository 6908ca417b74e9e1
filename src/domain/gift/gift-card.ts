import type { Refusal } from '#src/domain/outcome.ts';
import type { GiftCardStatus } from '#src/domain/states.ts';

/** What is bought for a gift. `dueAt`: when; null while it waits for an approver. */
export type CardToBuy = {
  itemId: string;
  name: string;
  provider: string;
  product: string;
  dueAt: Date | null;
};

/** What is or was to be bought. */
type NamedCard = { name: string; status: Exclude<GiftCardStatus, 'open' | 'failed' | 'dropped'> };

/** Its recipient has yet to choose one. */
type OpenCard = { name: null; status: 'open' };

/** A gift’s card, as people see it. Without a name where its recipient never chose one. */
export type CardOfGift = NamedCard | OpenCard | { name: string | null; status: 'failed' | 'dropped' };

/** A card that a gift is now. */
export type CardNow = NamedCard | OpenCard;

/** Why no card was bought: its recipient added the gift to their balance instead. */
export const KEPT = 'kept';

/** Whether a gift is a card now: one that was not bought is stored value. */
export function isCardNow(card: CardOfGift | null | undefined): card is CardNow {
  return card !== null && card !== undefined && card.status !== 'failed' && card.status !== 'dropped';
}

/** Whether a gift was not redeemed because its recipient chooses a card for it. */
export function isToChoose({ kind }: Refusal): boolean {
  return kind === 'gift-to-choose' || kind === 'gift-is-card';
}

/** The page on which the recipient of a gift chooses its card. */
export function choicePath(giftId: string): string {
  return `/wallet/gifts/${giftId}/choose`;
}

/** Why a gift cannot be taken back for its card’s sake; undefined while nothing is bought. */
export function refusalOfBought(card: CardOfGift | undefined): Refusal | undefined {
  if (card?.status === 'ordered') return { kind: 'gift-card-ordered', card: card.name };
  return card?.status === 'bought' ? { kind: 'gift-card-bought', card: card.name } : undefined;
}

/** Why its recipient cannot have a gift as stored value; undefined where it is that. */
export function refusalOfCard(card: CardOfGift | undefined): Refusal | undefined {
  if (!isCardNow(card)) return undefined;
  if (card.status === 'open') return { kind: 'gift-to-choose' };
  if (card.status === 'bought') return { kind: 'gift-card-here', card: card.name };
  return { kind: 'gift-is-card', card: card.name };
}
