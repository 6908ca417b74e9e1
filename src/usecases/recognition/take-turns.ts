import { withBatchLock } from '#src/db/recognition/bulk-request.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Runs `work` while nobody else gives from the same batch: who comes second sees all that the first gave, and so
 * whether rows are corrections of it.
 */
export function takeTurns(
  { db }: Pick<Deps, 'db'>,
  { organizationId }: Person,
  batch: string,
  work: () => Promise<void>,
): Promise<void> {
  return withBatchLock(db, { organizationId, batch }, work);
}
