import { decisionWrite, lockQueuedRecognitions } from '#src/db/recognition/recognition.ts';
import { type DecidedBatch, decideBatch } from './steps/decide-batch.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { transactBatch } from './steps/transact-batch.ts';

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Decides queued requests as `decideQueued` does, and enqueues the answers to their givers. */
export async function issueGifts(deps: IssueDeps, ids: readonly string[]): Promise<DecidedBatch> {
  const batch = await decideQueued(deps, ids);
  await deps.queue.enqueue(
    'answer-giver',
    batch.decided.map(({ id }) => id),
  );
  return batch;
}

/**
 * Decides queued requests, see `decideBatch`, all in one transaction.
 *
 * A request that is already decided is left out: it keeps its first outcome. Either the whole batch is written or nothing
 * of it.
 */
export function decideQueued(deps: IssueDeps, ids: readonly string[]): Promise<DecidedBatch> {
  return transactBatch(deps, async (atOnce, tx) =>
    decideBatch(atOnce, tx, await lockQueuedRecognitions(tx, ids), decisionWrite),
  );
}
