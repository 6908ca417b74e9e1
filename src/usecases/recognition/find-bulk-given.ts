import { type BulkGiven, listBulkGiven } from '#src/db/recognition/bulk-request.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

const SINCE_MS = 40 * DAY_MS;
/** Of a larger batch nobody corrects rows by hand. */
const MOST = 100_000;

/** What a batch gave in the last weeks, to find rows that were corrected after they were given. */
export function findBulkGiven(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
  batch: string,
): Promise<BulkGiven[]> {
  const since = new Date(deps.clock.now().getTime() - SINCE_MS);
  return listBulkGiven(deps.db, scope, { batch, since, most: MOST });
}
