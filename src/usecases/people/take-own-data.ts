import { findActivityTimes, insertActivities } from '#src/db/ledger/activity.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { transact } from '#src/db/kit/transact.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { OWN_DATA_A_DAY } from '#src/domain/people/own-data.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Puts on record that somebody takes what is stored about them. Refused when they did so often enough within a day. */
export async function takeOwnData(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, id: personId }: { organizationId: string; id: string },
): Promise<Outcome<undefined>> {
  return transact(deps, async (tx) => {
    await lockPerson(tx, organizationId, personId);
    const kind = 'data.taken' as const;
    const since = new Date(tx.now.getTime() - DAY_MS);
    const [first, ...more] = await findActivityTimes(tx, { organizationId, actorId: personId, kind, since });
    if (first && more.length + 1 >= OWN_DATA_A_DAY) {
      const { timeZone } = await getOrganization(tx, organizationId);
      const until = new Date(first.getTime() + DAY_MS).toISOString();
      return refused({ kind: 'data-taken-often', most: OWN_DATA_A_DAY, until, timeZone });
    }
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind, actorId: personId, subjectId: personId },
    ]);
    return done(undefined);
  });
}
