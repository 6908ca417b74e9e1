import { bulkRequestWrite } from '#src/db/recognition/bulk-request.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { decideBatch } from '#src/usecases/recognition/steps/decide-batch.ts';

type SampleDeps = Pick<
  Deps,
  'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders' | 'operator'
>;

/** Decides requests of a sample company as all others are decided, whoever gives. Gives the ids of the gifts. */
export async function giveSampleGifts(
  deps: SampleDeps,
  requests: readonly AskedRecognition[],
): Promise<{ giftIds: string[]; approvalIds: string[] }> {
  return transact(deps, async (tx) => {
    const { giftIds, approvalIds } = await decideBatch(deps, tx, requests, (decided, at) =>
      bulkRequestWrite(deps.keys, decided, at),
    );
    return { giftIds, approvalIds: [...approvalIds] };
  });
}
