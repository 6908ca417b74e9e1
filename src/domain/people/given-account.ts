import { foldText } from '#src/domain/kit/fold.ts';
import type { KnownPerson } from './match-people.ts';
import type { PlatformUser } from './person-ref.ts';
import type { PlannedPerson } from './plan-people.ts';

/** What an address is called among the accounts of people: sign-in links are mailed to it. */
export const MAIL = 'mail';

/** An account as one text: `slack:U024BE7LH`, `mail:alice@example.com`. */
export function accountText({ platform, userId }: PlatformUser): string {
  return `${platform}:${userId}`;
}

/** The account that such a text means. */
export function readAccountText(text: string): PlatformUser {
  const [platform = '', ...rest] = text.split(':');
  return { platform, userId: rest.join(':') };
}

/** Whether an account of somebody lets its owner act with more than an employee’s rights, now or once they are back. */
export function hasRole({ role }: Pick<KnownPerson, 'role'>): boolean {
  return role !== 'employee';
}

/** The accounts and the address that somebody who has a role, and keeps one, is to have and has not now. */
export function accountsGiven({ person, before }: PlannedPerson): PlatformUser[] {
  if (!before || !hasRole(before) || !hasRole(person)) return [];
  const known = new Set(before.chatIds.map(accountText));
  const { email } = person;
  const isNew = email !== null && foldText(email) !== foldText(before.email ?? '');
  return [
    ...(isNew ? [{ platform: MAIL, userId: email }] : []),
    ...person.chatIds.filter((user) => !known.has(accountText(user))),
  ];
}

/** Whether somebody who has a role, and keeps one, is to have another address: signing in needs no more. */
export function givesAddress(planned: PlannedPerson): boolean {
  return accountsGiven(planned).some(({ platform }) => platform === MAIL);
}

/** The plan for somebody without an account that they were to have. */
export function withoutAccount({ person, before }: PlannedPerson, account: PlatformUser): PlannedPerson {
  if (account.platform === MAIL) return { before, person: { ...person, email: before?.email ?? null } };
  const chatIds = person.chatIds.filter((user) => accountText(user) !== accountText(account));
  return { before, person: { ...person, chatIds } };
}
