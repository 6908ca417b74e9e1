import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import {
  deleteScimGroup,
  deleteScimMembers,
  insertScimMembers,
  listScimMembers,
  lockScimGroup,
  saveScimGroup,
} from '#src/db/people/scim-group.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { GroupSaid } from '#src/domain/people/directory-group.ts';
import { membersAfter } from '#src/domain/people/directory-group.ts';
import type { ProvisionDeps } from './provision-person.ts';
import { moveMembers } from './steps/move-members.ts';

export type GroupProvisioning = { groupId?: string; said: GroupSaid; actorId: string };

/**
 * Writes what a company's directory says of a group. Those who come into a group that is a department here are moved there; of those
 * with more rights than an employee, only an admin changes the department.
 *
 * Refuses a group that is not there, members whom nobody knows, and newcomers to a group whose department is closed.
 */
export async function provisionGroup(
  deps: ProvisionDeps,
  organization: Organization,
  { groupId, said, actorId }: GroupProvisioning,
): Promise<Outcome<{ groupId: string }>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const before = groupId === undefined ? undefined : await lockScimGroup(tx, organization.id, groupId);
    if (groupId !== undefined && !before) return refused({ kind: 'unknown-group', name: groupId });
    const known = await listKnownPeople(tx, organization.id);
    const id = groupId ?? deps.newId();
    const members = before ? await listScimMembers(tx, organization.id, id) : [];
    const after = membersAfter(members, said);
    const strangers = after.filter((one) => !known.some((person) => person.id === one));
    const displayName = said.displayName ?? before?.displayName ?? '';
    if (strangers.length > 0)
      return refused({ kind: 'unknown-members', group: displayName, names: strangers });
    const come = after.filter((one) => !members.includes(one));
    const departments = await listRooms(tx, organization.id);
    const closed = departments.find(({ id: room, isClosed }) => isClosed && room === before?.departmentId);
    if (closed && come.length > 0)
      return refused({ kind: 'group-closed', department: closed.name, group: displayName });
    const group = {
      id,
      displayName,
      externalId: said.externalId === undefined ? (before?.externalId ?? null) : said.externalId,
      departmentId: before?.departmentId ?? null,
    };
    await saveScimGroup(tx, organization.id, group);
    const of = { organizationId: organization.id, groupId: id };
    await deleteScimMembers(tx, { ...of, personIds: members.filter((one) => !after.includes(one)) });
    await insertScimMembers(tx, { ...of, personIds: come });
    if (group.departmentId !== null) {
      const { departmentId } = group;
      await moveMembers(deps, tx, {
        organization,
        known,
        departments,
        departmentId,
        personIds: come,
        actorId,
      });
    }
    return done({ groupId: id });
  });
}

/** Forgets a group; its members stay where they are. */
export async function removeGroup(
  deps: ProvisionDeps,
  organization: Organization,
  groupId: string,
): Promise<Outcome<undefined>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const isThere = await deleteScimGroup(tx, organization.id, groupId);
    return isThere ? done(undefined) : refused({ kind: 'unknown-group', name: groupId });
  });
}
