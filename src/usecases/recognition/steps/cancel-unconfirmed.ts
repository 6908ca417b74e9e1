import { type AskedRecognitionRef, cancelAskedBefore } from '#src/db/recognition/confirmation.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';

/** After an hour without an answer the giver has forgotten it; a late press would surprise them. */
export const PATIENCE_MS = HOUR_MS;

/** Cancels requests, all of them or one, that givers left unconfirmed for an hour, and has the givers told. */
export async function cancelUnconfirmed(tx: Tx, asked?: AskedRecognitionRef): Promise<void> {
  const { now } = tx;
  const ids = await cancelAskedBefore(tx, new Date(now.getTime() - PATIENCE_MS), { at: now, asked });
  if (ids.length === 0) return;
  tx.log.info({ count: ids.length, recognitionIds: ids.slice(0, 20) }, 'Cancelled unconfirmed recognitions');
  tx.after('answer-giver', ids);
}
