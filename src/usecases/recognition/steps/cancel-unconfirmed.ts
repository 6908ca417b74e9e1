import { type AskedRecognitionRef, cancelAskedBefore } from '#src/db/recognition/confirmation.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { recordEnds } from './record-ends.ts';

/** After an hour without an answer the giver has forgotten it; a late press would surprise them. */
export const PATIENCE_MS = HOUR_MS;

/** Cancels requests, all of them or one, that givers left unconfirmed for an hour, and has the givers told. */
export async function cancelUnconfirmed(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked?: AskedRecognitionRef,
): Promise<void> {
  const { now } = tx;
  const cancelled = await cancelAskedBefore(tx, new Date(now.getTime() - PATIENCE_MS), { at: now, asked });
  if (cancelled.length === 0) return;
  const ids = cancelled.map(({ id }) => id);
  tx.log.info({ count: ids.length, recognitionIds: ids.slice(0, 20) }, 'Cancelled unconfirmed recognitions');
  await recordEnds(
    deps,
    tx,
    cancelled.map((one) => ({ ...one, how: 'cancelled' as const })),
  );
  tx.after('answer-giver', ids);
  for (const { organizationId, id } of cancelled) await refreshCards(tx, organizationId, [id]);
}
