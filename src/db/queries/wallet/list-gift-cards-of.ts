import { type HeldCard, listHeldCards } from '#src/db/gift/gift-card.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { findWalletOwner } from './find-wallet-owner.ts';

/** The gift cards that a person was given; none when the reader may not see their wallet. */
export async function listGiftCardsOf(db: Reader, scope: Scope, personId: string): Promise<HeldCard[]> {
  const owner = await findWalletOwner(db, scope, personId);
  return owner ? listHeldCards(db, owner) : [];
}
