import { decisionWrite, lockQueuedRecognitions } from '#src/db/recognition/recognition.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type DecidedBatch, type DecideDeps, decideBatch } from './decide-batch.ts';

/**
 * Decides queued requests; see `decideBatch`.
 *
 * Requests that are already decided are left out and keep their first outcome.
 */
export async function decideQueued(deps: DecideDeps, tx: Tx, ids: readonly string[]): Promise<DecidedBatch> {
  return decideBatch(deps, tx, await lockQueuedRecognitions(tx, ids), decisionWrite);
}
