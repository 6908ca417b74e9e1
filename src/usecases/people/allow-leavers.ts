import { insertActivities } from '#src/db/ledger/activity.ts';
import { saveBrakeOpenUntil } from '#src/db/people/scim-user.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { ProvisionDeps } from './provision-person.ts';

/** Lets a directory deactivate as many people as it says, until then. */
export async function allowLeavers(
  deps: ProvisionDeps,
  { organizationId, until, actorId }: { organizationId: string; until: Date; actorId: string | null },
): Promise<void> {
  await transact(deps, async (tx) => {
    await saveBrakeOpenUntil(tx, organizationId, until);
    const kind = 'directory.leavers-allowed' as const;
    const base = { organizationId, id: deps.newId(), at: tx.now, actorId };
    await insertActivities(tx, [{ ...base, kind, detail: { until: until.toISOString() } }]);
  });
}
