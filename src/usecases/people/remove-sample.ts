import {
  findSampleCompany,
  insertSampleCompany,
  insertWithoutSample,
  saveLeavesSince,
} from '#src/db/people/sample-company.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, mayAct } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SampleDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>;

/**
 * Asks for the sample company to go when Largesse starts the next time, or to stay after all. Nothing is ever taken out of the
 * books, so it goes as a whole or not at all: it is refused once a real person or workspace is among what was made up.
 */
export async function removeSample(
  deps: SampleDeps,
  { actor, isWanted }: { actor: Actor; isWanted: boolean },
): Promise<Outcome<undefined>> {
  if (!('operator' in actor) && !mayAct(actor, 'set-up'))
    return refused({ kind: 'setup-not-allowed', role: actor.role });
  const { organizationId } = actor;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const sample = await findSampleCompany(tx, organizationId);
    if (!sample) return refused({ kind: 'no-sample' });
    const { otherPeople, workspaces } = sample;
    if (isWanted && otherPeople + workspaces > 0)
      return refused({ kind: 'sample-mixed', people: otherPeople, workspaces });
    await saveLeavesSince(tx, organizationId, isWanted ? tx.now : null);
    return done(undefined);
  });
}

/** Says that whoever is here now was made up to play with. */
export async function markSample(deps: SampleDeps, organizationId: string): Promise<void> {
  await transact(deps, (tx) => insertSampleCompany(tx, organizationId));
}

/** Says that an organization begins with nobody. */
export async function beginEmpty(deps: SampleDeps, organizationId: string): Promise<void> {
  await transact(deps, (tx) => insertWithoutSample(tx, organizationId));
}
