import { findSweepAgeMs } from '#src/db/jobs/last-sweep.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** How long ago the sweep last came through the queue, in milliseconds; undefined when it never did. */
export function findSweepAge({ db }: Pick<Deps, 'db'>): Promise<number | undefined> {
  return findSweepAgeMs(db);
}
