import type { Finding } from '#src/ports/doctor.ts';
import { listUsers, type PeopleSource } from './people.ts';

/** The room needs nothing from outside; all that can be wrong is that nobody is in it. */
export async function check(people: PeopleSource): Promise<Finding[]> {
  const members = (await listUsers(people)).filter((person) => !person.isBot);
  if (members.length > 1) {
    const message = `${members.length} people to play`;
    return [{ subject: 'Playground', level: 'ok', message }];
  }
  const message = 'it takes two people to give and to receive';
  const fix = 'Give the playground a list of people, or let it fill itself with the sample company.';
  return [{ subject: 'Playground', level: 'problem', message, fix }];
}
