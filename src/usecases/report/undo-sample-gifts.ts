import { transact } from '#src/db/kit/transact.ts';
import { dropDeadline } from '#src/db/gift/claim-deadline.ts';
import { lockGiftsToVoid, saveVoided } from '#src/db/gift/void.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { returnGifts } from '#src/usecases/gift/steps/return-gifts.ts';

/** Takes gifts of a sample company back, each for its giver. None of them was delivered yet, so nobody would hear of it. */
export async function undoSampleGifts(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>,
  { organizationId, giftIds }: { organizationId: string; giftIds: readonly string[] },
): Promise<void> {
  await transact(deps, async (tx) => {
    const gifts = await lockGiftsToVoid(tx, organizationId, giftIds);
    const returned = await returnGifts(deps, tx, gifts, { kind: 'gift.undone', reason: '' });
    if (!returned.ok) throw new Error(`sample gifts could not be taken back: ${returned.refusal.kind}`);
    await saveVoided(tx, organizationId, gifts, { at: tx.now, reason: '' });
    for (const giftId of giftIds) await dropDeadline(tx, { organizationId, giftId });
  });
}
