import { findDue } from '#src/db/jobs/due.ts';
import { transact } from '#src/db/kit/transact.ts';
import { cancelUnconfirmed } from '#src/usecases/recognition/steps/cancel-unconfirmed.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Work that was due this long ago should have been taken: what was enqueued for it was lost. */
const LATE_MS = 3_000;

/** Enqueues again every row that is due and was not taken, so that an emptied queue loses nothing; and ends what waited too long. */
export async function enqueueDueWork(deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>): Promise<void> {
  await transact(deps, (tx) => cancelUnconfirmed(deps, tx));
  const due = await findDue(deps.db, new Date(deps.clock.now().getTime() - LATE_MS));
  for (const { job, ids } of due) {
    deps.log.info({ job, count: ids.length }, 'enqueued late work again');
    await deps.queue.enqueue(job, ids);
  }
}
