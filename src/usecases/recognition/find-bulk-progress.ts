import { type BulkRequest, findBulkRequests } from '#src/db/recognition/bulk-request.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The latest request for a gift of a list. A refused one may be followed by another, under `nextRequestId`. */
export type BulkProgress = BulkRequest & { nextRequestId: string };

/**
 * The progress of the gifts with these keys, by key; those never requested are left out.
 *
 * The first request for a key has the key as its id, the second `key~2` and so on. A new one is made only after the
 * previous was refused, so at most one of them gives.
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
