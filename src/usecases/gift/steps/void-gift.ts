import type { Tx } from '#src/db/kit/schema.ts';
import { type GiftToVoid, isReversed, lockGiftsToVoid, saveVoided } from '#src/db/gift/void.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { type LateReturn, storeReturn } from '#src/domain/budget/late-returns.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { refusalOfStatus } from '#src/domain/gift/taking-back.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { returnGifts } from './return-gifts.ts';

/** A gift to take back for the organization, who takes it back and why. */
export type VoidRequest = { organizationId: string; giftId: string; actorId: string; reason: string };

/**
 * Takes a gift back for the organization, at any time. An unredeemed gift is voided; a redeemed one is taken out of its
 * recipient's wallet. Recipient and giver are told.
 *
 * Call it only after a second person has approved.
 */
export async function voidGift(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, giftId, actorId, reason }: VoidRequest,
): Promise<Outcome<undefined>> {
  const locked = await lockGiftToVoid(tx, { organizationId, giftId });
  if (!locked.ok) return locked;
  const gift = locked.value;
  const kind = gift.status === 'redeemed' ? 'gift.reversed' : 'gift.voided';
  const returned = await returnGifts(deps, tx, [gift], { actorId, reason, kind });
  if (!returned.ok) return returned;
  if (gift.status !== 'redeemed') {
    await saveVoided(tx, gift.organizationId, [gift], { at: tx.now, by: actorId, reason });
  }
  await tell(deps, tx, gift, { reason, late: returned.value.get(gift.giftId) });
  await refreshCards(tx, organizationId, subjectsOf(gift));
  return done(undefined);
}

/** Locks a gift that can be taken back for the organization. Refuses one that cannot be. */
export async function lockGiftToVoid(
  tx: Tx,
  { organizationId, giftId }: Pick<VoidRequest, 'organizationId' | 'giftId'>,
): Promise<Outcome<GiftToVoid>> {
  const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
  if (!gift) return refused({ kind: 'unknown-gift' });
  const refusal = await refusalOf(tx, gift);
  return refusal ? refused(refusal) : done(gift);
}

/** What the cards are about that show a gift: the gift, its request, its recipient's balance. */
export function subjectsOf({ giftId, recognitionId, recipientId }: GiftToVoid): string[] {
  return [giftId, recognitionId, recipientId];
}

async function refusalOf(tx: Tx, gift: GiftToVoid): Promise<Refusal | undefined> {
  if (gift.status !== 'redeemed' || gift.card?.status === 'bought') return refusalOfStatus(gift);
  const wasReversed = await isReversed(tx, gift.organizationId, gift.giftId);
  return wasReversed ? { kind: 'gift-reversed' } : undefined;
}

type Told = { reason: string; late: LateReturn | undefined };

/** Its recipient need not know what its budget has. */
async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gift: GiftToVoid,
  { reason, late }: Told,
): Promise<void> {
  const { organizationId, giftId, recipientId, giverId, giverName, mayBeKnown } = gift;
  const readers = mayBeKnown || gift.status === 'redeemed' ? [recipientId, giverId] : [giverId];
  const detail = { giver: giverName, money: storeMoney(gift), reason };
  const notifications = readers.map((personId) => {
    const told = personId === giverId && late ? { ...detail, late: storeReturn(late) } : detail;
    return { organizationId, personId, subjectId: giftId, kind: 'gift.voided' as const, detail: told };
  });
  await notify(deps, tx, notifications);
}
