import type { ListedScimGroup, ScimPerson } from '#src/app.ts';
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './read-scim-user.ts';

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** A person as a directory reads them. `base`: where the routes are. */
export function userResource(person: ScimPerson, base: string): object {
  const { id, userName, externalId, givenName, familyName, displayName, email, employeeNumber } = person;
  const { department, managerId, managerName, managerRef, isDeactivated, createdAt, name } = person;
  const manager = managerId
    ? { value: managerId, displayName: managerName }
    : managerRef !== null && { value: managerRef };
  const parts = { ...(givenName && { givenName }), ...(familyName && { familyName }) };
  return {
    schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
    id,
    ...(externalId !== null && { externalId }),
    userName,
    displayName: displayName ?? name,
    name: { formatted: name, ...parts },
    active: !isDeactivated,
    emails: email === null ? [] : [{ value: email, type: 'work', primary: true }],
    groups: [],
    [ENTERPRISE_SCHEMA]: {
      ...(employeeNumber !== null && { employeeNumber }),
      department,
      ...(manager && { manager }),
    },
    meta: { resourceType: 'User', created: createdAt.toISOString(), location: `${base}/Users/${id}` },
  };
}

export function groupResource(
  { id, displayName, externalId, members }: ListedScimGroup,
  { base, hasMembers = true }: { base: string; hasMembers?: boolean },
): object {
  const listed = members.map((one) => ({
    value: one.id,
    display: one.name,
    $ref: `${base}/Users/${one.id}`,
  }));
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...(externalId !== null && { externalId }),
    displayName,
    ...(hasMembers && { members: listed }),
    meta: { resourceType: 'Group', location: `${base}/Groups/${id}` },
  };
}

/** A page of resources, counted from 1. */
export function listResponse(
  resources: readonly object[],
  { total, startIndex }: { total: number; startIndex: number },
): object {
  return {
    schemas: [LIST_SCHEMA],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
