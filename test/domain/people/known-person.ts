import type { KnownPerson } from '#src/domain/people/match-people.ts';

/** An employee of engineering of whom nothing is known but what is said here. */
export function known(person: Partial<KnownPerson> & { id: string }): KnownPerson {
  return {
    name: person.id,
    email: null,
    role: 'employee',
    departmentId: 'engineering',
    region: '',
    managerId: null,
    employeeNumber: null,
    isGuest: false,
    isDeactivated: false,
    chatIds: [],
    ...person,
  };
}
