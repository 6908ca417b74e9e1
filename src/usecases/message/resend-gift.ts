import { insertActivities } from '#src/db/ledger/activity.ts';
import { type GiftToVoid, lockGiftsToVoid } from '#src/db/gift/void.ts';
import { deleteFailedJob } from '#src/db/jobs/failed-job.ts';
import { transact } from '#src/db/kit/transact.ts';
import { getDeliveryState, saveResent } from '#src/db/message/delivery.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ClosedWays } from '#src/domain/message/channels.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';

const WHY_NOT: Partial<Record<GiftStatus, Refusal>> = {
  reserved: { kind: 'not-given-yet' },
  redeemed: { kind: 'already-redeemed' },
  expired: { kind: 'gift-expired' },
  voided: { kind: 'gift-withdrawn' },
};

/** As if chat had been tried. */
const CHAT_CLOSED: ClosedWays = { dm: 'asked for by mail', claim: 'asked for by mail' };

export type ResentGift = { person: Person; giftId: string; isOnlyFailed?: boolean; isByMail?: boolean };

/**
 * Sends a gift's message again, over every way, for its giver, HR, finance or an admin. It is the same gift: its code and
 * its button work once. A message that is being sent right now is left alone.
 *
 * With `isOnlyFailed`, a message that was sent or is on its way is left alone, too: two people may want the same. With `isByMail`
 * chat is not tried.
 *
 * Refuses anybody else, and gifts whose value has moved on.
 */
export async function resendGift(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, giftId, isOnlyFailed = false, isByMail = false }: ResentGift,
): Promise<Outcome<GiftToVoid>> {
  const { organizationId } = person;
  return transact(deps, async (tx) => {
    const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
    if (!gift) return refused({ kind: 'unknown-gift' });
    const isTheirs = gift.giverId === person.id || may(person.role, 'void-gifts');
    if (!isTheirs || person.isDeactivated) return refused({ kind: 'not-yours-to-see' });
    const refusal = WHY_NOT[gift.status];
    if (refusal) return refused(refusal);
    const { status } = await getDeliveryState(tx, { organizationId, giftId });
    if (isOnlyFailed && status !== 'failed') return done(gift);
    await deleteFailedJob(tx, { organizationId, job: 'deliver-gift', subjectId: giftId });
    await saveResent(
      tx,
      { organizationId, giftId },
      {
        at: tx.now,
        ...(isByMail && { closed: CHAT_CLOSED }),
      },
    );
    const who = { actorId: person.id, subjectId: gift.recipientId, giftId };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'gift.resent', ...who },
    ]);
    tx.after('deliver-gift', [giftId]);
    await refreshCards(tx, organizationId, [giftId]);
    return done(gift);
  });
}
