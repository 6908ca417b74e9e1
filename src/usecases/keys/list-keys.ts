import { listCodeKeys } from '#src/db/kit/code-key.ts';
import { listProcessRings, type ProcessRing } from '#src/db/kit/process-ring.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { countNeeds, type KeyNeeds } from './steps/count-needs.ts';

/**
 * A key of this ring or of the database. `place`: in this ring, where 0 writes; undefined when it is not there. `firstUsedAt`: null
 * when nothing was written with it yet.
 */
export type ListedKey = {
  id: string;
  place: number | undefined;
  firstUsedAt: Date | null;
  retiredAt: Date | null;
  needs: KeyNeeds;
};

export type ListedKeys = { keys: ListedKey[]; processes: ProcessRing[] };

/**
 * The keys of this ring and of the database, with what needs each, and the rings of the processes that run. They are the same for
 * all organizations, so this is for the operator and no person of one.
 */
export async function listKeys(deps: Pick<Deps, 'db' | 'keys'>, scope: Scope): Promise<Outcome<ListedKeys>> {
  if (scope.role !== undefined) return refused({ kind: 'not-yours-to-see' });
  const ours = deps.keys.ids();
  const written = await listCodeKeys(deps.db);
  const keys: ListedKey[] = [];
  for (const id of new Set([...ours, ...written.map((key) => key.id)])) {
    const known = written.find((key) => key.id === id);
    keys.push({
      id,
      place: ours.includes(id) ? ours.indexOf(id) : undefined,
      firstUsedAt: known?.seenAt ?? null,
      retiredAt: known?.retiredAt ?? null,
      needs: await countNeeds(deps, id),
    });
  }
  return done({ keys, processes: await listProcessRings(deps.db) });
}
