import type { KnownPerson } from './match-people.ts';
import type { PlannedPerson } from './plan-people.ts';

/** Whether somebody is to have a role above employee that they do not have now, or to come back with one. */
export function givesRole({ person, before }: PlannedPerson): boolean {
  if (person.role === 'employee') return false;
  const isBack = before?.isDeactivated === true && !person.isDeactivated;
  return isBack || person.role !== (before?.role ?? 'employee');
}

/** The plan for somebody without the role, nor the return, that it gives. */
export function asBefore({ person, before }: PlannedPerson): PlannedPerson {
  if (!before) return { before, person: { ...person, role: 'employee' } };
  const { role, isDeactivated } = before;
  return { before, person: { ...person, role, ...(isDeactivated && { isDeactivated }) } };
}

/** What a merge is proposed on. */
export function rightsOfBoth({ from, into }: { from: KnownPerson; into: KnownPerson }): string {
  return [from, into].map(rightsOf).join(' and ');
}

/** Whether anything is left in a plan for somebody. */
export function changesAny({ person, before }: PlannedPerson): boolean {
  return JSON.stringify(person) !== JSON.stringify(before);
}

/** What a role is given on: it is given to nobody whose rights have changed since. */
export function rightsOf({ role, isDeactivated }: Pick<KnownPerson, 'role' | 'isDeactivated'>): string {
  return `${role}${isDeactivated ? ', left' : ''}`;
}
