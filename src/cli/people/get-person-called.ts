import type { DirectoryPerson } from '#src/app.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { Core } from '#src/process/open-core.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';

/** The person with this address, employee number, id or unique full name; of a record that was merged, the one that is kept. Throws `Refused` when there is not one. */
export async function getPersonCalled(core: Core, who: string): Promise<DirectoryPerson> {
  return personCalled(core, await core.app.queries.people.list(operatorOf(core)), who);
}

/** The same among people who were listed before. */
export function personCalled(
  core: Pick<Core, 'words'>,
  people: readonly DirectoryPerson[],
  who: string,
): DirectoryPerson {
  const key = foldText(who);
  const sure = people.find(
    ({ id, email, employeeNumber }) =>
      id === key || employeeNumber === who || (isAddress(who) && email !== null && foldText(email) === key),
  );
  const byId = new Map(people.map((one) => [one.id, one]));
  const found = sure ? [sure] : people.filter(({ name }) => foldText(name) === key);
  const named = [...new Set(found.map((one) => byId.get(one.mergedInto ?? '') ?? one))];
  const [person, ...others] = named;
  if (!person) throw new Refused(core.words.say('people.unknown', { who }));
  if (others.length === 0) return person;
  const names = named.map(({ id, email, employeeNumber }) => email ?? employeeNumber ?? id).join(', ');
  throw new Refused(core.words.say('people.several', { who, names }));
}
