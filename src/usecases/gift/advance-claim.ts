import {
  dropDeadline,
  findDeadline,
  getClaim,
  markExpired,
  postponeDeadline,
} from '#src/db/gift/claim-deadline.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type GiftToVoid, lockGiftsToVoid, retireCodes } from '#src/db/gift/void.ts';
import { type LateReturn, storeReturn } from '#src/domain/budget/late-returns.ts';
import { dueReminder, nextClaimStep } from '#src/domain/gift/claim-reminders.ts';
import { isCardNow } from '#src/domain/gift/gift-card.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { giftMoves } from '#src/domain/states.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { refusalOfAlteredGifts } from './steps/refuse-altered-gifts.ts';
import { returnGifts } from './steps/return-gifts.ts';
import { subjectsOf } from './steps/void-gift.ts';

type AdvanceDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** A locked gift that is still open, with its end. */
type OpenClaim = { gift: GiftToVoid; claimBy: Date; timeZone: string };

/**
 * Does what is due for a gift that will expire: reminds its recipient of it, or lets it expire, which brings its whole amount
 * back to the budget and tells recipient and giver. What was claimed meanwhile is left alone.
 *
 * Whoever redeems it at that moment has its row first, or finds it expired: never both.
 *
 * @throws when the gift was changed past Largesse, so that it is kept as a failed job.
 */
export async function advanceClaim(deps: AdvanceDeps, giftId: string): Promise<void> {
  await transact(deps, async (tx) => {
    const named = await findDeadline(tx, giftId);
    if (!named) return;
    const [gift] = await lockGiftsToVoid(tx, named.organizationId, [giftId]);
    const { claimBy, timeZone } = await getClaim(tx, named);
    const isOpen = giftMoves.expire.from.some((status) => status === gift?.status);
    if (!gift || !claimBy || !isOpen) return dropDeadline(tx, named);
    // Its recipient has nothing to do for a card once it is chosen, and it expires only if it could not be bought.
    if (isCardNow(gift.card) && gift.card.status !== 'open')
      return postponeDeadline(tx, named, new Date(tx.now.getTime() + HOUR_MS));
    await advance(deps, tx, { gift, claimBy, timeZone });
  });
}

async function advance(deps: AdvanceDeps, tx: Tx, claim: OpenClaim): Promise<void> {
  const { gift, claimBy, timeZone } = claim;
  if (claimBy <= tx.now) return expire(deps, tx, gift);
  const times = { claimBy, issuedAt: gift.issuedAt, timeZone };
  const reminder = dueReminder(times, tx.now);
  if (reminder) await remind(deps, tx, claim, reminder.days);
  await postponeDeadline(tx, gift, nextClaimStep(times, tx.now));
}

/** Each reminder is told once, however often this runs. */
async function remind(deps: AdvanceDeps, tx: Tx, claim: OpenClaim, days: number): Promise<void> {
  const { gift, claimBy, timeZone } = claim;
  const { organizationId, recipientId: personId, giftId: subjectId, giverName: giver } = gift;
  const detail = {
    giver,
    money: storeMoney(gift),
    claimBy: claimBy.toISOString(),
    timeZone,
    days,
    ...(gift.card?.status === 'open' && { isToChoose: true }),
  };
  await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'gift.reminder', detail }]);
}

async function expire(deps: AdvanceDeps, tx: Tx, gift: GiftToVoid): Promise<void> {
  const { organizationId, giftId } = gift;
  if (await refusalOfAlteredGifts(deps, tx, { organizationId, giftIds: [giftId] })) {
    throw new Error(`gift ${giftId} was changed past Largesse; see: largesse audit verify`);
  }
  const returned = await returnGifts(deps, tx, [gift], { actorId: null, reason: '', kind: 'gift.expired' });
  if (!returned.ok) throw new Error(`gift ${giftId} could not expire: ${returned.refusal.kind}`);
  await markExpired(tx, gift);
  await retireCodes(tx, { organizationId, giftIds: [giftId], at: tx.now, why: 'the gift has expired' });
  await dropDeadline(tx, gift);
  await tell(deps, tx, gift, returned.value.get(giftId));
  await refreshCards(tx, organizationId, subjectsOf(gift));
}

/** Its recipient need not know what its budget has, nor of a gift that they never heard of. */
async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gift: GiftToVoid,
  late: LateReturn | undefined,
): Promise<void> {
  const {
    organizationId,
    giftId: subjectId,
    recipientId,
    recipientName,
    giverId,
    giverName,
    mayBeKnown,
  } = gift;
  const detail = { giver: giverName, recipient: recipientName, money: storeMoney(gift) };
  const about = { organizationId, subjectId, kind: 'gift.expired' as const };
  const toGiver = { ...detail, to: 'giver' as const, ...(late && { late: storeReturn(late) }) };
  await notify(deps, tx, [
    ...(mayBeKnown
      ? [{ ...about, personId: recipientId, detail: { ...detail, to: 'recipient' as const } }]
      : []),
    { ...about, personId: giverId, detail: toGiver },
  ]);
}
