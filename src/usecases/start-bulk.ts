import { insertActivities } from '#src/db/activity.ts';
import type { Person } from '#src/db/person.ts';
import type { Deps } from './deps.ts';

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
