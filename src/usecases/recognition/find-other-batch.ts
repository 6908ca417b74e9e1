import { findBulkBatches } from '#src/db/ledger/activity.ts';
import { findBulkRequests } from '#src/db/recognition/bulk-request.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { OtherBatch } from '#src/domain/recognition/bulk.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';

const SINCE_MS = 40 * DAY_MS;

/**
 * The batch of the last weeks, started by the same giver, that already gave most of these gifts; undefined when none
 * did that the reader may see. `keysIn` returns the keys that these gifts have in a batch.
 */
export async function findOtherBatch(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
  { giver, batch, keysIn }: { giver: Person; batch: string; keysIn: (batch: string) => string[] },
): Promise<OtherBatch | undefined> {
  if (!sees(scope, { people: [giver], departmentId: giver.departmentId })) return undefined;
  const { organizationId } = scope;
  const { id: actorId } = giver;
  const since = new Date(deps.clock.now().getTime() - SINCE_MS);
  const batches = await findBulkBatches(deps.db, { organizationId, actorId, since });
  const found: OtherBatch[] = [];
  for (const other of batches.filter((name) => name !== batch)) {
    const requests = await findBulkRequests(deps.db, scope, keysIn(other));
    const times = requests.filter(({ refusal }) => !refusal).map(({ createdAt }) => createdAt.getTime());
    if (times.length > 0)
      found.push({ batch: other, rows: times.length, lastAt: new Date(Math.max(...times)) });
  }
  return found.toSorted((a, b) => b.rows - a.rows || b.lastAt.getTime() - a.lastAt.getTime()).at(0);
}
