import { lockAccounts, postEntries } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import type { Department } from '#src/db/department.ts';
import { returnLimitUsage } from '#src/db/limit-usage.ts';
import {
  findReservedLegs,
  lockReservedGifts,
  markReleased,
  type ReservedGift,
  type ReservedLeg,
} from '#src/db/reserved-gift.ts';
import type { Tx } from '#src/db/schema.ts';
import type { NewEntry } from '#src/domain/ledger.ts';
import { yearOf } from '#src/domain/period.ts';
import type { Deps } from './deps.ts';

type Release = { recognitionId: string; department: Department; by: string | null; reason: string };

/**
 * Gives back the money that was put aside for the gifts of a recognition, to the budgets that it came from, and what they
 * had used of limits. The gifts are void.
 */
export async function releaseReservedGifts(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  { recognitionId, department, by, reason }: Release,
): Promise<void> {
  const now = deps.clock.now();
  const { organizationId, timeZone } = department;
  const gifts = await lockReservedGifts(tx, { organizationId, id: recognitionId });
  const legs = await findReservedLegs(tx, gifts);
  const accounts = await lockAccounts(
    tx,
    legs.map(({ account }) => account),
    deps.newId,
  );
  const entries = gifts.map((gift) => releaseOf(deps, gift, legs));
  await postEntries(tx, entries, accounts);
  await returnLimitUsage(
    tx,
    gifts.map((gift) => ({ ...gift, year: yearOf(gift.createdAt, timeZone).key })),
  );
  await markReleased(tx, gifts, { at: now, by, reason });
  const activities = gifts.map(({ id: giftId, giverId: subjectId, ...gift }) => {
    const detail = { amountMinor: gift.amountMinor.toString(), currency: gift.currency };
    return {
      organizationId,
      id: deps.newId(),
      at: now,
      kind: 'gift.released' as const,
      actorId: by,
      subjectId,
      giftId,
      detail,
    };
  });
  await insertActivities(tx, activities);
}

/** The entry that reserved it, turned round. */
function releaseOf(
  deps: Pick<Deps, 'clock' | 'newId'>,
  { organizationId, id }: ReservedGift,
  legs: readonly ReservedLeg[],
): NewEntry {
  return {
    id: deps.newId(),
    organizationId,
    kind: 'gift.released',
    key: `gift.released:${id}`,
    occurredAt: deps.clock.now(),
    legs: legs
      .filter(({ giftId }) => giftId === id)
      .map(({ accountId, amount }) => ({ accountId, amount: -amount })),
  };
}
