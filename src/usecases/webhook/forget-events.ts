import { transact } from '#src/db/kit/transact.ts';
import { deleteEventsBefore } from '#src/db/webhook/webhook-event.ts';
import { eraseEndedSecrets } from '#src/db/webhook/webhook-secret.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** For so long an event can be sent again. */
const KEPT_MS = 30 * DAY_MS;
const BATCH = 5_000;

/** Forgets some of the events that are too old to be sent again, with what came of them, and erases secrets that ended. */
export async function forgetEvents(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
): Promise<{ isDone: boolean }> {
  return transact(deps, async (tx) => {
    await eraseEndedSecrets(tx);
    const forgotten = await deleteEventsBefore(tx, new Date(tx.now.getTime() - KEPT_MS), BATCH);
    return { isDone: forgotten < BATCH };
  });
}
