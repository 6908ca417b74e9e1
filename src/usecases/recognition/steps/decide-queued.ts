import { decisionWrite, lockQueuedRecognitions } from '#src/db/recognition/recognition.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type DecidedBatch, type DecideDeps, decideBatch } from './decide-batch.ts';

/**
 * Decides queued requests, see `decideBatch`.
 *
 * A request that is already decided is left out: it keeps its first outcome.
 */
export async function decideQueued(deps: DecideDeps, tx: Tx, ids: readonly string[]): Promise<DecidedBatch> {
  return decideBatch(deps, tx, await lockQueuedRecognitions(tx, ids), decisionWrite);
}
