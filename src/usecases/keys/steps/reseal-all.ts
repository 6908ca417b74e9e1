import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type ResealDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** The rows of an organization to seal anew next: those after an id that are not under the key, at most so many. */
export type BatchToReseal = { organizationId: string; keyId: string; after: string; limit: number };

/** What became of a batch. `last`: the id of its last row; undefined when there was none. */
export type ResealedBatch<Left> = { resealed: number; left: Left[]; last: string | undefined };

const BATCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Seals the rows of all organizations anew under the first key of the ring, a batch a transaction, and returns those that were left
 * under theirs. A run that is broken off is gone on with by the next one.
 */
export async function resealAll<Left>(
  deps: ResealDeps,
  resealBatch: (tx: Tx, batch: BatchToReseal) => Promise<ResealedBatch<Left>>,
  onProgress: (resealed: number) => void,
): Promise<Left[]> {
  const [keyId = ''] = deps.keys.ids();
  const left: Left[] = [];
  for (const organizationId of await listOrganizationIds(deps.db)) {
    for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
      const next: BatchToReseal = { organizationId, keyId, after, limit: BATCH };
      const batch = await transact(deps, (tx) => resealBatch(tx, next));
      left.push(...batch.left);
      onProgress(batch.resealed);
      after = batch.last;
    }
  }
  return left;
}
