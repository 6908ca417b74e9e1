import { type Asked, cancelAskedBefore } from '#src/db/recognition/confirmation.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A giver who says nothing for an hour has forgotten it; a late press would surprise them. */
export const PATIENCE_MS = 3_600_000;

/** Cancels what givers were asked an hour ago and did not confirm, all of it or one request, and has them told. */
export async function cancelUnconfirmed(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  asked?: Asked,
): Promise<void> {
  const now = deps.clock.now();
  const ids = await cancelAskedBefore(deps.db, new Date(now.getTime() - PATIENCE_MS), { at: now, asked });
  if (ids.length === 0) return;
  deps.log.info({ count: ids.length }, 'cancelled what nobody confirmed');
  await deps.queue.ring('answer-giver', ids);
}
