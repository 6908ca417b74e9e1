import { insertActivities } from '#src/db/ledger/activity.ts';
import { findDepartment, insertDepartment } from '#src/db/people/department.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct, type PersonActor } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type NewDepartment = Pick<Department, 'name' | 'currency' | 'region' | 'timeZone'>;

/** Creates a department, which may give nothing until it has a budget. Asked twice, it is refused as being there. */
export async function addDepartment(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  organization: Pick<Organization, 'id'>,
  { department, by }: { department: NewDepartment; by: PersonActor },
): Promise<Outcome<Department>> {
  if (!mayAct(by, 'keep-departments')) return refused({ kind: 'departments-not-allowed', role: by.role });
  const organizationId = organization.id;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const namesake = await findDepartment(tx, organizationId, department.name);
    if (namesake) return refused({ kind: 'department-exists', name: namesake.name });
    const added = { ...department, organizationId, id: deps.newId() };
    await insertDepartment(tx, added);
    const { name, currency, region } = added;
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'department.changed',
        actorId: by.id,
        detail: {
          departmentId: added.id,
          before: null,
          after: { name, currency, ...(region && { region }) },
        },
      },
    ]);
    return done(added);
  });
}
