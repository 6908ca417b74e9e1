import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { markSampleDelivered, type SampleGift } from '#src/db/report/sample-gifts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SampleDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** Says of gifts of a sample company that a message brought them, which nobody was sent. Gives those that were not taken back. */
export async function deliverSampleGifts(
  deps: SampleDeps,
  giftIds: readonly string[],
): Promise<readonly SampleGift[]> {
  return transact(deps, async (tx) => {
    const gifts = await markSampleDelivered(tx, giftIds);
    const told = gifts.flatMap(({ organizationId, giftId, recipientId: subjectId }) =>
      (['gift.delivered', 'code.revealed'] as const).map((kind) => {
        const detail = { channel: 'dm' };
        return { organizationId, id: deps.newId(), at: tx.now, kind, subjectId, giftId, detail };
      }),
    );
    await insertActivities(tx, told);
    return gifts;
  });
}
