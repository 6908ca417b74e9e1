import { findPeople } from '#src/db/people/find-people.ts';
import type { Person } from '#src/db/people/person.ts';
import type { Core } from '#src/process/open-core.ts';
import { Refused } from './context.ts';

/** The person behind `--as`. Throws `Refused` when there is none. */
export async function getPersonWithEmail(core: Core, email: string): Promise<Person> {
  const [person] = await findPeople(core.db, core.organization.id, { by: 'email', email });
  if (person) return person;
  throw new Refused(`Nobody has the address ${email}. \`largesse people list\` shows everybody.`);
}
