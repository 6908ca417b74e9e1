import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Person } from '#src/db/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Writes down that somebody begins to give a list, under the batch that names this time. */
export async function startBulk(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  giver: Person,
  detail: { batch: string; rows: number },
): Promise<void> {
  const { organizationId, id: actorId } = giver;
  const activity = {
    organizationId,
    id: deps.newId(),
    at: deps.clock.now(),
    kind: 'bulk.started' as const,
    actorId,
    detail,
  };
  await deps.db.transaction().execute((tx) => insertActivities(tx, [activity]));
}
