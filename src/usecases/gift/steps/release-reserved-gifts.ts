import { lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { returnLimitUsage } from '#src/db/budget/limit-usage.ts';
import {
  findReservedLegs,
  lockReservedGifts,
  markReleased,
  type ReservedGift,
  type ReservedLeg,
} from '#src/db/gift/reserved-gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { giftActivity } from './gift-activity.ts';

type Release = { organizationId: string; recognitionId: string; by: string | null; reason: string };

/**
 * Gives back the money that was put aside for the gifts of a recognition, to the budgets that it came from, and what they
 * had used of limits. The gifts are void.
 */
export async function releaseReservedGifts(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, recognitionId, by, reason }: Release,
): Promise<void> {
  const gifts = await lockReservedGifts(tx, { organizationId, id: recognitionId });
  const legs = await findReservedLegs(tx, gifts);
  const accounts = await lockAccounts(
    tx,
    legs.map(({ account }) => account),
    deps.newId,
  );
  const entries = gifts.map((gift) => releaseOf(deps, tx, gift, legs));
  await postEntries(tx, entries, accounts);
  await returnLimitUsage(tx, gifts);
  await markReleased(tx, gifts, { at: tx.now, by, reason });
  const activities = gifts.map((gift) => {
    const { id: giftId, giverId: subjectId } = gift;
    return giftActivity(deps, tx, { ...gift, giftId }, { kind: 'gift.released', actorId: by, subjectId });
  });
  await insertActivities(tx, activities);
}

/** The entry that reserved it, turned round. */
function releaseOf(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id }: ReservedGift,
  legs: readonly ReservedLeg[],
): NewEntry {
  return newEntry(deps, tx, {
    kind: 'gift.released',
    organizationId,
    subject: { type: 'gift', id },
    legs: legs
      .filter(({ giftId }) => giftId === id)
      .map(({ accountId, amount }) => ({ accountId, amount: -amount })),
  });
}
