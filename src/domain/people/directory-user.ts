import { foldText } from '#src/domain/kit/fold.ts';
import { isAddress } from './address.ts';
import type { KnownPerson } from './match-people.ts';
import type { PersonPatch } from './plan-change.ts';
import { done, type Outcome, refused } from '../outcome.ts';

/** The names under which a company's directory knows somebody. */
export type DirectoryNames = {
  userName: string;
  externalId: string | null;
  givenName: string | null;
  familyName: string | null;
  displayName: string | null;
};

/**
 * What a directory says of somebody. What is left out stays as it is; null removes it. `manager`: by our id, the directory's id,
 * address or employee number.
 */
export type DirectorySaid = Partial<DirectoryNames> & {
  email?: string | null;
  department?: string;
  employeeNumber?: string | null;
  manager?: string | null;
  isActive?: boolean;
};

/** The names as they are once the directory has said this. */
export function namesAfter(before: DirectoryNames | undefined, said: DirectorySaid): DirectoryNames {
  const { userName = '', externalId = null, givenName = null } = { ...before, ...definedOf(said) };
  const { familyName = null, displayName = null } = { ...before, ...definedOf(said) };
  return { userName, externalId, givenName, familyName, displayName };
}

function definedOf(said: DirectorySaid): DirectorySaid {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** What people call somebody. */
export function calledBy({ displayName, givenName, familyName, userName }: DirectoryNames): string {
  const parts = [givenName, familyName].filter((part) => part !== null && part !== '');
  return displayName || parts.join(' ') || userName;
}

/**
 * The address that a directory means: the one it names, else a user name that is one, unless the person has another address than
 * their user name. One that is only spelled differently stays as it is.
 */
export function addressSaid(
  { email, userName }: DirectorySaid,
  {
    before,
    user,
  }: { before?: Pick<KnownPerson, 'email'> | undefined; user?: Pick<DirectoryNames, 'userName'> | undefined },
): string | null | undefined {
  const known = before?.email ?? null;
  const hasOwn = known !== null && user !== undefined && foldText(known) !== foldText(user.userName);
  const named = userName !== undefined && isAddress(userName) && !hasOwn ? userName : undefined;
  const said = email === undefined ? named : email;
  return said && known !== null && foldText(said) === foldText(known) ? known : said;
}

/** Whom a directory calls the same person: by employee number, else by address. */
export function findSamePerson(
  known: readonly KnownPerson[],
  { employeeNumber, email }: { employeeNumber: string | null; email: string | null },
): KnownPerson | undefined {
  const numbered = employeeNumber !== null && known.find((one) => one.employeeNumber === employeeNumber);
  if (numbered) return numbered;
  if (email === null) return undefined;
  return known.find((one) => one.email !== null && foldText(one.email) === foldText(email));
}

/**
 * A change that a directory may make. Of people with more rights than an employee it may not change what carries those rights to
 * somebody else: their address, with which they sign in, their department, and that they are back.
 */
export function allowedByDirectory(before: KnownPerson, patch: PersonPatch): Outcome<PersonPatch> {
  if (before.role === 'employee') return done(patch);
  const { name } = before;
  const after = { ...before, ...patch };
  if (after.email !== before.email) return refused({ kind: 'left-to-admins', name, what: 'address' });
  if (after.departmentId !== before.departmentId)
    return refused({ kind: 'left-to-admins', name, what: 'department' });
  if (before.isDeactivated && !after.isDeactivated)
    return refused({ kind: 'left-to-admins', name, what: 'return' });
  return done(patch);
}
