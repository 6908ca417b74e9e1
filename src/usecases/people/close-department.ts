import { insertActivities } from '#src/db/ledger/activity.ts';
import { getDepartment, lockDepartment, saveFrozen } from '#src/db/people/department.ts';
import {
  countInDepartment,
  endDepartmentClosing,
  findClosed,
  type InDepartment,
  insertDepartmentClosing,
} from '#src/db/people/department-closing.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct } from '#src/domain/people/access.ts';
import type { Department, DepartmentRef } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { PeopleKeeper } from './change-person.ts';

/** `isClosed`: what it shall be. `isDry`: only say what there is, and what is in the way. */
export type DepartmentClosing = PeopleKeeper & {
  department: DepartmentRef;
  isClosed: boolean;
  reason: string;
  isDry?: boolean;
};

/** A department that was closed or opened, with what is in it. */
export type ClosedDepartment = { department: Department; holds: InDepartment; isClosed: boolean };

type CloseDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Closes a department: nobody gives from it or gets gifts there, and its budget is frozen with what it has left. Refused while people work
 * there or somebody waits for a decision. Opened again, its budget stays frozen until finance opens that too. Done twice, it changes
 * nothing more.
 */
export async function closeDepartment(
  deps: CloseDeps,
  closing: DepartmentClosing,
): Promise<Outcome<ClosedDepartment>> {
  const { by, isDry = false } = closing;
  if (by && !mayAct(by, 'keep-departments'))
    return refused({ kind: 'departments-not-allowed', role: by.role });
  if (!isDry && closing.reason.trim() === '') return refused({ kind: 'closing-reason-missing' });
  return (isDry ? rehearse : transact)(deps, (tx) => lockAndClose(deps, tx, closing));
}

async function lockAndClose(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { department: ref, isClosed, reason, by, actorId: onRecord = null }: DepartmentClosing,
): Promise<Outcome<ClosedDepartment>> {
  await lockPeople(tx, ref.organizationId);
  // Whoever gives holds it: what had begun before is counted below, what begins after is refused.
  await lockDepartment(tx, ref);
  const department = await getDepartment(tx, ref);
  const holds = await countInDepartment(tx, ref);
  const after = done({ department, holds, isClosed });
  if ((await findClosed(tx, [ref])).has(ref.id) === isClosed) return after;
  const { people, approvals } = holds;
  if (isClosed && people + approvals > 0)
    return refused({ kind: 'department-in-use', department: department.name, people, approvals });
  const actorId = by?.id ?? onRecord;
  if (isClosed) await insertDepartmentClosing(tx, ref, { closingId: newId(), closedBy: actorId });
  else await endDepartmentClosing(tx, ref, actorId);
  const about = { organizationId: ref.organizationId, at: tx.now, actorId };
  const detail = { departmentId: ref.id, reason };
  const kind = isClosed ? ('department.closed' as const) : ('department.opened' as const);
  const freezes = isClosed && (await saveFrozen(tx, department, tx.now));
  await insertActivities(tx, [
    { ...about, id: newId(), kind, detail },
    ...(freezes ? [{ ...about, id: newId(), kind: 'budget.frozen' as const, detail }] : []),
  ]);
  return after;
}
