import { insertActivities } from '#src/db/ledger/activity.ts';
import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { listScimMembers, lockScimGroup, saveScimGroup } from '#src/db/people/scim-group.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { ProvisionDeps } from './provision-person.ts';
import { moveMembers } from './steps/move-members.ts';

/** How many were in the group, and how many of them stay where they are, because only an admin moves them. */
export type MappedGroup = { members: number; staying: number };

/**
 * Says which department the members of a directory's group belong to, and moves them there; null: the group means nothing.
 * Refuses a department that is closed.
 */
export async function mapGroup(
  deps: ProvisionDeps,
  organization: Organization,
  {
    groupId,
    departmentId,
    actorId,
  }: { groupId: string; departmentId: string | null; actorId: string | null },
): Promise<Outcome<MappedGroup>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const before = await lockScimGroup(tx, organization.id, groupId);
    if (!before) return refused({ kind: 'unknown-group', name: groupId });
    const departments = await listRooms(tx, organization.id);
    const closed = departments.find(({ id, isClosed }) => isClosed && id === departmentId);
    if (closed) return refused({ kind: 'group-closed', department: closed.name, group: before.displayName });
    await saveScimGroup(tx, organization.id, { ...before, departmentId });
    const detail = {
      groupId,
      before: { departmentId: before.departmentId },
      after: { departmentId },
    };
    const kind = 'directory.group-mapped' as const;
    const base = { organizationId: organization.id, id: deps.newId(), at: tx.now, actorId };
    await insertActivities(tx, [{ ...base, kind, detail }]);
    const personIds = await listScimMembers(tx, organization.id, groupId);
    if (departmentId === null) return done({ members: personIds.length, staying: 0 });
    const known = await listKnownPeople(tx, organization.id);
    const move = { organization, known, departments, departmentId, personIds, actorId };
    return done({ members: personIds.length, staying: await moveMembers(deps, tx, move) });
  });
}
