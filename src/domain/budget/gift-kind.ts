/** A gift card that gifts of a department are, from the catalogue. */
export type GiftCardOffer = {
  itemId: string;
  name: string;
  provider: string;
  /** The provider's id of it. */
  product: string;
  minMinor: bigint;
  maxMinor: bigint;
  currency: string;
  /** Whether it can be bought now: it is in the catalogue, and this deployment buys from its provider. */
  isOnSale: boolean;
};

export const STORED_VALUE = 'stored-value';

/** The rule by which the recipient of a gift chooses a gift card of the catalogue in its value. */
export const RECIPIENT_CHOOSES = 'recipient-chooses';

const CARD_PREFIX = 'gift-card:';

/** The rule by which gifts are a card, an item of the catalogue. */
export function cardKind(itemId: string): string {
  return CARD_PREFIX + itemId;
}

/** The item that gifts are by a rule; undefined where they are stored value, or their recipients choose one. */
export function cardItemOf(giftKind: string | undefined): string | undefined {
  return giftKind?.startsWith(CARD_PREFIX) ? giftKind.slice(CARD_PREFIX.length) : undefined;
}
