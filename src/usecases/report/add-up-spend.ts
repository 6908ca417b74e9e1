import { transact } from '#src/db/kit/transact.ts';
import { addUpNotes } from '#src/db/report/add-up-notes.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

const BATCH = 50_000;

/** Adds up some of what was noted for reports since the last time. Reports are right without it, and slower the more is noted. */
export async function addUpSpend(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
): Promise<{ isDone: boolean }> {
  return transact(deps, async (tx) => {
    const added = await addUpNotes(tx, BATCH);
    return { isDone: added < BATCH };
  });
}
