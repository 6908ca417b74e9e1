import { isErased } from '#src/db/people/erased-person.ts';
import { findOrganizationById } from '#src/db/people/organization.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { ErasedEntry } from '#src/ports/erased-list.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Erased, erasePerson } from './erase-person.ts';

type EraseDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** What became of one entry. `missing`: the database does not know this person, as when it is older than they are. */
export type ErasedAgain = { personId: string; outcome: Outcome<Erased> | 'before' | 'missing' };

/**
 * Erases everybody on a list again who is here as if nothing had been, as after a restore. Whoever cannot be erased, since the older
 * database has money of theirs, is told of; the list is not written to.
 */
export async function eraseListed(deps: EraseDeps, entries: readonly ErasedEntry[]): Promise<ErasedAgain[]> {
  const done: ErasedAgain[] = [];
  const seen = new Set<string>();
  for (const { organizationId, personId } of entries) {
    if (seen.has(personId)) continue;
    seen.add(personId);
    const organization = await findOrganizationById(deps.db, organizationId);
    if (!organization) done.push({ personId, outcome: 'missing' });
    else if (await isErased(deps.db, { organizationId, personId }))
      done.push({ personId, outcome: 'before' });
    else {
      const outcome = await erasePerson({ ...deps, erasedList: undefined }, organization, {
        personId,
        actorId: null,
      });
      const isMissing = !outcome.ok && outcome.refusal.kind === 'unknown-person';
      done.push({ personId, outcome: isMissing ? 'missing' : outcome });
    }
  }
  return done;
}
