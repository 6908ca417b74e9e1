import { may, type PersonActor } from './access.ts';
import type { KnownPerson } from './match-people.ts';

/**
 * Why a change of a person is not somebody's to make. `self`: nobody gives themselves a role, or leaves by their own word.
 * `own`: their own rights, address or chat users. `admin`: only admins change an admin. `role`, `chat`: admins give roles and
 * link accounts. `address`: of somebody with a role, since their sign-in comes to it. `department`: the same, since their rights are
 * over it. `back`: somebody's role would come back with them.
 */
export type OffLimits = 'self' | 'own' | 'admin' | 'role' | 'chat' | 'address' | 'department' | 'back';

/** Who asks for a change of people: a person, or the company's directory, or a file of it that nobody looks at. */
export type PeopleAsker = Pick<PersonActor, 'id' | 'role'> | 'directory';

type ChangeOfPerson = { person: KnownPerson; before: KnownPerson | undefined };

/**
 * Why somebody who keeps people may not make a change, or add a person; undefined when they may. Admins may change everybody, but not
 * their own role. The others change no admin, no roles, no accounts, and not their own rights. A directory says who works here, admins
 * too, but not what makes anybody's rights somebody else's.
 */
export function offLimitsOf(asker: PeopleAsker, { person, before }: ChangeOfPerson): OffLimits | undefined {
  const isDirectory = asker === 'directory';
  const isOwn = !isDirectory && person.id === asker.id;
  if (isOwn && before && differ(before, person, ['role', 'isDeactivated'])) return 'self';
  if (!isDirectory && may(asker.role, 'set-roles')) return undefined;
  const linksChat = person.chatIds.length > (before?.chatIds.length ?? 0);
  if (isOwn && before && (linksChat || differ(before, person, RIGHTS))) return 'own';
  if (before?.role === 'admin' && !isOwn && !isDirectory) return 'admin';
  if (person.role !== (before?.role ?? 'employee')) return 'role';
  const hasRole = before !== undefined && before.role !== 'employee';
  if (linksChat && (hasRole || !isDirectory)) return 'chat';
  if (!hasRole) return undefined;
  if (person.email !== before.email) return 'address';
  if (isDirectory && person.departmentId !== before.departmentId) return 'department';
  return before.isDeactivated && !person.isDeactivated ? 'back' : undefined;
}

const RIGHTS = ['role', 'departmentId', 'managerId', 'email', 'isGuest', 'isDeactivated'] as const;

function differ(before: KnownPerson, person: KnownPerson, fields: readonly (keyof KnownPerson)[]): boolean {
  return fields.some((field) => before[field] !== person[field]);
}
