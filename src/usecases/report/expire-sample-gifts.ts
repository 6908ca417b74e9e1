import { transact } from '#src/db/kit/transact.ts';
import { lockGiftsToVoid, retireCodes } from '#src/db/gift/void.ts';
import { listUnclaimed, markSampleExpired } from '#src/db/report/sample-gifts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { returnGifts } from '#src/usecases/gift/steps/return-gifts.ts';

/** Lets gifts of a sample company expire that nobody claimed in time, at most so many together. Gives how many. */
export async function expireSampleGifts(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>,
  { organizationId, most }: { organizationId: string; most: number },
): Promise<number> {
  const giftIds = await listUnclaimed(deps.db, { organizationId, now: deps.clock.now(), most });
  if (giftIds.length === 0) return 0;
  await transact(deps, async (tx) => {
    const gifts = await lockGiftsToVoid(tx, organizationId, giftIds);
    const reversal = { kind: 'gift.expired', reason: '', actorId: null } as const;
    const returned = await returnGifts(deps, tx, gifts, reversal);
    if (!returned.ok) throw new Error(`sample gifts could not expire: ${returned.refusal.kind}`);
    await markSampleExpired(tx, organizationId, giftIds);
    await retireCodes(tx, { organizationId, giftIds, at: tx.now, why: 'the gift has expired' });
  });
  return giftIds.length;
}
