import { saveGiftCard } from '#src/db/gift/gift-card.ts';
import type { GiftToVoid } from '#src/db/gift/void.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { listHr, saveResent } from '#src/db/message/delivery.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { giftActivity } from '#src/usecases/gift/steps/gift-activity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';

/** `left`: its recipient has left. `rejected`: the provider does not sell it, for a reason in its own words. */
export type CardFailure = { card: { name: string }; why: 'left' | 'rejected'; reason: string };

/**
 * Makes stored value of a locked gift whose card is not bought: somebody was thanked and keeps what they were given, and HR can still
 * void it. No money moves. Its recipient gets its message anew, now with its code; giver and HR are told why.
 */
export async function failGiftCard(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gift: GiftToVoid,
  { card, why, reason }: CardFailure,
): Promise<void> {
  const { organizationId, giftId, recipientId } = gift;
  await makeStoredValue(deps, tx, gift, { actorId: null, reason: reason || why });
  await saveResent(tx, gift, { at: tx.now, saysElse: true });
  tx.after('deliver-gift', [giftId]);
  await tell(deps, tx, gift, { card, why, reason });
  await refreshCards(tx, organizationId, [giftId, gift.recognitionId, recipientId]);
}

/** Says of a locked gift that no card is bought for it: from now on it is stored value. */
export async function makeStoredValue(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gift: GiftToVoid,
  by: { actorId: string | null; reason: string },
): Promise<void> {
  await saveGiftCard(tx, gift, 'fail');
  const event = { kind: 'gift.not-bought' as const, subjectId: gift.recipientId, ...by };
  await insertActivities(tx, [giftActivity(deps, tx, gift, event)]);
}

async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, giftId: subjectId, recipientId, recipientName, giverId, giverName, ...gift }: GiftToVoid,
  { card, why, reason }: CardFailure,
): Promise<void> {
  const detail = {
    giver: giverName,
    recipient: recipientName,
    card: card.name,
    money: storeMoney(gift),
    why,
  };
  const keepers = [...new Set([giverId, ...(await listHr(tx, organizationId))])];
  const about = { organizationId, subjectId, kind: 'gift.card-failed' as const };
  const told = keepers
    .filter((personId) => personId !== recipientId)
    .map((personId) => ({ ...about, personId, detail: { ...detail, to: 'keeper' as const, reason } }));
  const recipient = {
    ...about,
    personId: recipientId,
    detail: { ...detail, to: 'recipient' as const, reason: '' },
  };
  await notify(deps, tx, [...told, ...(why === 'left' ? [] : [recipient])]);
}
