import { insertActivities } from '#src/db/ledger/activity.ts';
import { hasMovementsIn } from '#src/db/ledger/has-movements.ts';
import {
  findDepartment,
  getDepartment,
  lockDepartment,
  saveCurrency,
  saveName,
  saveRegion,
} from '#src/db/people/department.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Department, DepartmentRef } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type DepartmentChanges = { name?: string; currency?: string; region?: string };

/**
 * Renames a department, or changes its currency or its region, whose law says how soon a gift may expire. Amounts are kept in it, so it stays once money has moved there, or
 * while somebody waits for a decision about a gift.
 */
export async function setDepartment(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    department,
    changes,
    actorId,
  }: { department: DepartmentRef; changes: DepartmentChanges; actorId: string | null },
): Promise<Outcome<Department>> {
  const { organizationId, id: departmentId } = department;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    await lockDepartment(tx, department);
    const before = await getDepartment(tx, department);
    const { name = before.name, currency = before.currency, region = before.region } = changes;
    const namesake = await findDepartment(tx, organizationId, name);
    if (namesake && namesake.id !== departmentId)
      return refused({ kind: 'department-exists', name: namesake.name });
    if (currency !== before.currency && (await hasMovementsIn(tx, before))) {
      return refused({ kind: 'currency-in-use', department: before.name, currency: before.currency });
    }
    if (name !== before.name) await saveName(tx, department, name);
    if (currency !== before.currency) await saveCurrency(tx, department, currency);
    if (region !== before.region) await saveRegion(tx, department, region);
    const after = { ...before, name, currency, region };
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'department.changed',
        actorId,
        detail: { departmentId, before: booksOf(before), after: booksOf(after) },
      },
    ]);
    return done(after);
  });
}

function booksOf({ name, currency, region }: Department) {
  return { name, currency, ...(region && { region }) };
}
