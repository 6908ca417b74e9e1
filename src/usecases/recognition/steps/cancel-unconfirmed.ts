import { type AskedRecognitionRef, cancelAskedBefore } from '#src/db/recognition/confirmation.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';

/** After an hour without an answer the giver has forgotten it; a late press would surprise them. */
export const PATIENCE_MS = HOUR_MS;

/** Cancels what givers were asked an hour ago and did not confirm, all of it or one request, and has them told. */
export async function cancelUnconfirmed(tx: Tx, asked?: AskedRecognitionRef): Promise<void> {
  const { now } = tx;
  const ids = await cancelAskedBefore(tx, new Date(now.getTime() - PATIENCE_MS), { at: now, asked });
  if (ids.length === 0) return;
  tx.log.info({ count: ids.length, recognitionIds: ids.slice(0, 20) }, 'Unconfirmed recognition cancelled');
  tx.after('answer-giver', ids);
}
