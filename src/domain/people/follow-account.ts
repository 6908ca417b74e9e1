import { type LinkedBy, whyNotVouched } from './identity.ts';
import type { ChatProfile } from './person-ref.ts';
import type { Person } from './person.ts';
import type { Role } from './roles.ts';

/** A linked account as it was when the platform was last asked about it. */
export type LinkedAccount = { linkedBy: LinkedBy; isGuest: boolean; isGone: boolean };

/** What a chat role mapped to a department makes of somebody. */
export type MappedRole = { departmentId: string; role: Role };

/** What is to be changed now that a platform has said what became of an account. */
export type Following = {
  /** The link does not stand any more; the account waits for an admin. */
  unlink?: 'outsider' | 'unconfirmed_address';
  isGuest: boolean;
  isGone: boolean;
  deactivates: boolean;
  reactivates: boolean;
  /** What changes about the person. */
  person: Partial<Pick<Person, 'name' | 'role' | 'departmentId' | 'isGuest'>>;
};

/**
 * What follows from what a platform says about a linked account; `seen` is undefined when the workspace has no such
 * user any more.
 *
 * An account that the platform deactivated takes its person along, unless they have another. Leaving a server does so
 * only for people who joined by a role there. Names, departments and roles come from the platform for them alone: HR's
 * word holds for everybody else.
 *
 * @param mapped by which roles they would join now; undefined when they have none of them.
 * @param areRolesHeld a second person has to confirm roles: a platform takes them, and gives none.
 */
export function followAccount(
  account: LinkedAccount,
  person: Person,
  {
    seen,
    mapped,
    hasOtherAccount,
    areRolesHeld = false,
  }: {
    seen?: ChatProfile | undefined;
    mapped?: MappedRole | undefined;
    hasOtherAccount: boolean;
    areRolesHeld?: boolean;
  },
): Following {
  const isGone = !seen || seen.isDeactivated;
  const isOfRole = account.linkedBy === 'role';
  const isGuest = seen?.isGuest ?? account.isGuest;
  const unlink = account.linkedBy === 'address' && seen ? whyNotVouched(seen) : undefined;
  const ends = seen?.isDeactivated === true || (isGone && isOfRole);
  return {
    ...(unlink && { unlink }),
    isGuest,
    isGone,
    deactivates: ends && !hasOtherAccount && !person.isDeactivated,
    reactivates: !isGone && account.isGone && isOfRole && person.isDeactivated,
    person: {
      ...(isGuest !== account.isGuest && isGuest !== person.isGuest && { isGuest }),
      ...(isOfRole && seen && !isGone && changesByRole(person, seen, { mapped, areRolesHeld })),
    },
  };
}

/** Without `roleIds` the platform did not say which roles they have. */
function changesByRole(
  person: Person,
  seen: ChatProfile,
  { mapped, areRolesHeld }: { mapped: MappedRole | undefined; areRolesHeld: boolean },
): Following['person'] {
  const wanted = seen.roleIds
    ? (mapped ?? { departmentId: person.departmentId, role: 'employee' as const })
    : person;
  const role = areRolesHeld ? heldRole(person, wanted.role) : wanted.role;
  return {
    ...(seen.name !== person.name && { name: seen.name }),
    ...(role !== person.role && { role }),
    ...(wanted.departmentId !== person.departmentId && { departmentId: wanted.departmentId }),
  };
}

/** Whoever comes back has their role no more. */
function heldRole({ role, isDeactivated }: Person, wanted: Role): Role {
  return wanted === 'employee' || isDeactivated ? 'employee' : role;
}

/** Whether anything is to be written besides that we looked. */
export function changesAnything(account: LinkedAccount, following: Following): boolean {
  return (
    following.unlink !== undefined ||
    following.isGuest !== account.isGuest ||
    following.isGone !== account.isGone ||
    following.deactivates ||
    following.reactivates ||
    Object.keys(following.person).length > 0
  );
}
