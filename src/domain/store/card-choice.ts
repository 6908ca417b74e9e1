import type { CardToBuy } from '#src/domain/gift/gift-card.ts';
import { type CardOfGift, refusalOfCard } from '#src/domain/gift/gift-card.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import type { StoreItem } from './item.ts';
import { isFor } from './offer.ts';

/** What the recipient of a gift may choose now. */
export type CardChoice = {
  gift: GiftMessage;
  /** Why there is nothing to choose, or no longer. */
  refusal: Refusal | undefined;
  /** The gift cards that the gift can be, by name. */
  items: StoreItem[];
  /** What they chose before, if they did. */
  chosenId: string | null;
  /** When what they choose now is bought; undefined: at once. */
  boughtAt: Date | undefined;
};

/** What a gift becomes if its recipient chooses an item; undefined where it cannot be that, or is not for them. */
export function cardIn(
  item: StoreItem | undefined,
  { person, money, providers }: { person: Person; money: Money; providers: ReadonlySet<string> },
): Omit<CardToBuy, 'dueAt'> | undefined {
  if (!item?.provider || !isFor(person, item)) return undefined;
  const { name: provider, product, currency, minMinor, maxMinor } = item.provider;
  const isInReach = money.amountMinor >= minMinor && money.amountMinor <= maxMinor;
  if (!providers.has(provider) || currency !== money.currency || !isInReach) return undefined;
  return { itemId: item.id, name: item.name, provider, product };
}

/** Why the recipient of a gift cannot choose its card, or another one, now; undefined when they can. */
export function refusalOfChoice(
  { status, claimBy, card }: { status: GiftStatus; claimBy: Date | null; card: CardOfGift | undefined },
  now: Date,
): Refusal | undefined {
  // Nobody chooses it: it is stored value from the start, or a card that its department named.
  if (!card || card.status === 'waiting' || status === 'reserved') return { kind: 'not-yours' };
  if (status === 'voided') return { kind: 'gift-withdrawn' };
  if (status === 'expired') return { kind: 'gift-expired' };
  if (card.status === 'failed' || card.status === 'dropped') return { kind: 'gift-is-value' };
  if (card.status !== 'open' && card.status !== 'chosen') return refusalOfCard(card);
  const isLate = claimBy !== null && claimBy <= now;
  return card.status === 'open' && isLate ? { kind: 'gift-expired' } : undefined;
}
