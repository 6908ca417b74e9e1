import { postEntries } from '#src/db/ledger/account.ts';
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
import {
  type LateMoney,
  lockWithRunning,
  planLateMoves,
} from '#src/usecases/budget/steps/move-late-returns.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { giftActivity } from './gift-activity.ts';

type Release = { organizationId: string; recognitionId: string; by: string | null; reason: string };

/**
 * Voids a recognition's reserved gifts: their money returns to the budgets it came from, and on where their period is
 * over. Their limit usage is freed.
 */
export async function releaseReservedGifts(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, recognitionId, by, reason }: Release,
): Promise<void> {
  const gifts = await lockReservedGifts(tx, { organizationId, id: recognitionId });
  const legs = await findReservedLegs(tx, gifts);
  const locked = await lockWithRunning(
    deps,
    tx,
    legs.map(({ account }) => account),
  );
  const entries = gifts.map((gift) => releaseOf(deps, tx, gift, legs));
  const late = await planLateMoves(deps, tx, locked, legs.map(lateMoneyOf));
  await postEntries(tx, [...entries, ...late.entries], late.accounts);
  await returnLimitUsage(tx, gifts);
  await markReleased(tx, gifts, { at: tx.now, by, reason });
  const activities = gifts.map((gift) => {
    const { id: giftId, giverId: subjectId } = gift;
    return giftActivity(deps, tx, { ...gift, giftId }, { kind: 'gift.released', actorId: by, subjectId });
  });
  await insertActivities(tx, activities);
}

/** What comes back to the account that a leg took it from. */
function lateMoneyOf({ giftId, account, amount }: ReservedLeg): LateMoney {
  return { about: { type: 'gift', id: giftId }, account, amountMinor: -amount };
}

/** Reverses the entry that reserved the gift. */
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
