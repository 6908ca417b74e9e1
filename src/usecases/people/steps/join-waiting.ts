import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import type { Organization } from '#src/db/people/organization.ts';
import { listWaitingFor, saveManagerFound } from '#src/db/people/scim-user.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { DirectoryNames } from '#src/domain/people/directory-user.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { planChange } from '#src/domain/people/plan-change.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { savePlan } from './save-plan.ts';

/** Makes somebody whom the directory has brought the manager of those who had to wait for them. Whoever would manage themselves has none. */
export async function joinWaiting(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  {
    organization,
    actorId,
    person,
    names,
  }: { organization: Organization; actorId: string; person: KnownPerson; names: DirectoryNames },
): Promise<void> {
  const refs = [person.id, person.email, person.employeeNumber, names.externalId, names.userName];
  const waiting = await listWaitingFor(
    tx,
    organization.id,
    refs.filter((ref) => ref !== null),
  );
  if (waiting.length === 0) return;
  const departments = await listRooms(tx, organization.id);
  for (const personId of waiting) {
    const known = await listKnownPeople(tx, organization.id);
    const planned = planChange({ personId, patch: { managerId: person.id }, known, departments });
    if (planned.ok)
      await savePlan(deps, tx, { organization, plan: planned.value, actorId, note: { by: 'scim' } });
  }
  await saveManagerFound(tx, organization.id, waiting);
}
