import type { Core } from '#src/process/open-core.ts';
import { Refused } from './context.ts';
import { operatorOf } from './operator.ts';
import type { Person } from '#src/domain/people/person.ts';

/** The person behind `--as`. Throws `Refused` when there is none. */
export async function getPersonWithEmail(core: Core, email: string): Promise<Person> {
  const [person] = await core.app.queries.people.findByEmail(operatorOf(core), [email]);
  if (person) return person;
  throw new Refused(`There is nobody with the address ${email}. \`largesse people list\` shows everybody.`);
}
