import { listKnownPeople } from '#src/db/people/known-people.ts';
import { getOrganization, lockPeople } from '#src/db/people/organization.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { savePlan } from './save-plan.ts';

/**
 * Deactivates people inside a transaction, as `deactivatePerson` does: their approvals and sign-ins end at once.
 * Those who left before stay as they are. Returns the ids of those who leave now.
 */
export async function deactivatePeople(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  {
    organizationId,
    personIds,
    actorId,
    note = {},
  }: {
    organizationId: string;
    personIds: readonly string[];
    actorId: string | null;
    note?: Record<string, unknown>;
  },
): Promise<string[]> {
  await lockPeople(tx, organizationId);
  const organization = await getOrganization(tx, organizationId);
  const known = await listKnownPeople(tx, organizationId);
  const leaving = known.filter(({ id, isDeactivated }) => personIds.includes(id) && !isDeactivated);
  const people = leaving.map((before) => ({ before, person: { ...before, isDeactivated: true } }));
  await savePlan(deps, tx, { organization, plan: { people, departments: [] }, actorId, note });
  return leaving.map(({ id }) => id);
}
