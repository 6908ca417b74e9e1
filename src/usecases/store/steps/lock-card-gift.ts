import { getClaim } from '#src/db/gift/claim-deadline.ts';
import { findGiftCard, type GiftCard } from '#src/db/gift/gift-card.ts';
import { type GiftToVoid, lockGiftsToVoid } from '#src/db/gift/void.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { refusalOfAlteredGifts } from '#src/usecases/gift/steps/refuse-altered-gifts.ts';
import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A locked gift that is a card, with its locked recipient. */
export type LockedCardGift = { person: Person; gift: GiftToVoid; card: GiftCard; claimBy: Date | null };

/** Locks a gift that is a card for its recipient. Refuses everybody else, who has left, and what was changed past Largesse. */
export async function lockCardGift(
  deps: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  { person: asking, giftId }: { person: Person; giftId: string },
): Promise<Outcome<LockedCardGift>> {
  const { organizationId } = asking;
  const person = await lockPerson(tx, organizationId, asking.id);
  const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
  const card = gift && (await findGiftCard(tx, gift));
  if (!gift || !card || gift.recipientId !== person.id || person.isDeactivated) {
    return refused({ kind: 'not-yours' });
  }
  const altered = await refusalOfAlteredGifts(deps, tx, { organizationId, giftIds: [giftId] });
  if (altered) return refused(altered);
  const unread = await orUnread(deps, refusalOfAlteredCard(deps, tx, gift));
  if (unread) return refused(unread);
  const { claimBy } = await getClaim(tx, { organizationId, giftId });
  return done({ person, gift, card, claimBy });
}

async function refusalOfAlteredCard(
  { keys }: Pick<Deps, 'keys'>,
  tx: Tx,
  { organizationId, giftId: key }: GiftToVoid,
) {
  if (await isOnRecord(tx, keys, { organizationId, name: 'gift_card', key })) return undefined;
  return { kind: 'changed-by-hand' as const, what: 'gift' as const };
}
