import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';

/** Records that somebody starts giving a list, under the id of this batch. */
export async function startBulk(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  giver: Person,
  detail: { batch: string; rows: number },
): Promise<void> {
  const { organizationId, id: actorId } = giver;
  await transact(deps, (tx) =>
    insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'bulk.started', actorId, detail },
    ]),
  );
}
