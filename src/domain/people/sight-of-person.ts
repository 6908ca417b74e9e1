import type { KnownPerson } from './match-people.ts';

/** What is known of a person, as one text: equal as long as nothing of it has changed. */
export function sightOfPerson({
  id,
  name,
  email,
  role,
  departmentId,
  managerId,
  region,
  employeeNumber,
  isGuest,
  isDeactivated,
  chatIds,
}: KnownPerson): string {
  const users = chatIds.map(({ platform, userId }) => `${platform}:${userId}`).toSorted();
  const state = [isGuest, isDeactivated];
  return JSON.stringify([
    id,
    name,
    email,
    role,
    departmentId,
    managerId,
    region,
    employeeNumber,
    state,
    users,
  ]);
}
