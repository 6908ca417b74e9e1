import { may, type PersonActor } from './access.ts';
import type { KnownPerson } from './match-people.ts';

/**
 * Why a change of a person is not somebody's to make. `self`: nobody gives themselves a role, or leaves by their own word.
 * `own`: their own rights, address or chat users. `admin`: only admins change an admin. `role`, `chat`: admins give roles and
 * link accounts. `address`: of somebody with a role, since their sign-in comes to it. `back`: somebody's role would come back with them.
 */
export type OffLimits = 'self' | 'own' | 'admin' | 'role' | 'chat' | 'address' | 'back';

type Asker = Pick<PersonActor, 'id' | 'role'>;
type ChangeOfPerson = { person: KnownPerson; before: KnownPerson | undefined };

/**
 * Why somebody who keeps people may not make a change, or add a person; undefined when they may. Admins may change everybody, but not
 * their own role. The others change no admin, no roles, no accounts, and not their own rights.
 */
export function offLimitsOf(asker: Asker, { person, before }: ChangeOfPerson): OffLimits | undefined {
  const isOwn = person.id === asker.id;
  if (isOwn && before && differ(before, person, ['role', 'isDeactivated'])) return 'self';
  if (may(asker.role, 'set-roles')) return undefined;
  const linksChat = person.chatIds.length > (before?.chatIds.length ?? 0);
  if (isOwn && before && (linksChat || differ(before, person, RIGHTS))) return 'own';
  if (before?.role === 'admin' && !isOwn) return 'admin';
  if (person.role !== (before?.role ?? 'employee')) return 'role';
  if (linksChat) return 'chat';
  if (!before || before.role === 'employee') return undefined;
  if (person.email !== before.email) return 'address';
  return before.isDeactivated && !person.isDeactivated ? 'back' : undefined;
}

const RIGHTS = ['role', 'departmentId', 'managerId', 'email', 'isGuest', 'isDeactivated'] as const;

function differ(before: KnownPerson, person: KnownPerson, fields: readonly (keyof KnownPerson)[]): boolean {
  return fields.some((field) => before[field] !== person[field]);
}
