import { type BulkRequest, findBulkRequests } from '#src/db/recognition/bulk-request.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The last request that was made for a gift of a list. A refused one may be followed by another, under `nextRequestId`. */
export type BulkProgress = BulkRequest & { nextRequestId: string };

/**
 * What became of the gifts with these keys so far, by key; those never asked for are left out.
 *
 * A key's first request bears the key as its id, the second `key~2` and so on: another one is made only when the one
 * before was refused, so of all of them one gives at most.
 */
export async function findBulkProgress(
  deps: Pick<Deps, 'db'>,
  scope: Scope,
  keys: readonly string[],
): Promise<Map<string, BulkProgress>> {
  const progress = new Map<string, BulkProgress>();
  let asked = new Map(keys.map((key) => [key, key]));
  for (let attempt = 2; asked.size > 0; attempt += 1) {
    const next = new Map<string, string>();
    for (const request of await findBulkRequests(deps.db, scope, [...asked.keys()])) {
      const key = asked.get(request.requestId) ?? request.requestId;
      const nextRequestId = `${key}~${attempt}`;
      progress.set(key, { ...request, nextRequestId });
      if (request.status === 'refused') next.set(nextRequestId, key);
    }
    asked = next;
  }
  return progress;
}
