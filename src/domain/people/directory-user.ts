import { foldText } from '#src/domain/kit/fold.ts';
import { isAddress } from './address.ts';
import { keptNames } from './kept-names.ts';
import type { KnownPerson } from './match-people.ts';
import { type OffLimits, offLimitsOf } from './off-limits.ts';
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
  const kept = keptNames(known);
  const number = employeeNumber === null ? null : kept.number(employeeNumber);
  const numbered = number !== null && known.find((one) => one.employeeNumber === number);
  if (numbered) return numbered;
  if (email === null) return undefined;
  const address = foldText(kept.email(email));
  return known.find((one) => one.email !== null && foldText(one.email) === address);
}

const LEFT_TO_ADMINS: Partial<Record<OffLimits, 'address' | 'department' | 'return'>> = {
  address: 'address',
  department: 'department',
  back: 'return',
};

/** A change that a directory may make. Of people with more rights than an employee it may not change what carries those rights on. */
export function allowedByDirectory(before: KnownPerson, patch: PersonPatch): Outcome<PersonPatch> {
  const why = offLimitsOf('directory', { before, person: { ...before, ...patch } });
  if (!why) return done(patch);
  const { name } = before;
  const what = LEFT_TO_ADMINS[why];
  return refused(what ? { kind: 'left-to-admins', name, what } : { kind: 'person-off-limits', why, name });
}
