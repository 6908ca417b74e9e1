import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { GroupMember } from '#src/ports/chat.ts';
import type { PlaygroundPerson } from '#src/ports/playground.ts';

/** A fixed list, or a function that is called at each lookup. */
export type PeopleSource =
  | readonly PlaygroundPerson[]
  | (() => readonly PlaygroundPerson[] | Promise<readonly PlaygroundPerson[]>);

export async function listUsers(source: PeopleSource): Promise<readonly PlaygroundPerson[]> {
  return typeof source === 'function' ? await source() : source;
}

export async function findUser(source: PeopleSource, userId: string): Promise<PlaygroundPerson | undefined> {
  const people = await listUsers(source);
  return people.find((person) => person.userId === userId);
}

/** @throws when nobody has this user id: the page offers only people who are there. */
export async function getUser(source: PeopleSource, userId: string): Promise<PlaygroundPerson> {
  const person = await findUser(source, userId);
  if (!person) throw new Error(`Nobody in the playground has the user id "${userId}".`);
  return person;
}

/** The people's departments, each a group that can be mentioned. */
export function departmentsOf(people: readonly PlaygroundPerson[]): string[] {
  return [...new Set(people.flatMap(({ department }) => department ?? []))];
}

/** The people in a department; undefined when there is no such department. */
export function findMembers(people: readonly PlaygroundPerson[], groupId: string): GroupMember[] | undefined {
  const members = people.filter(({ department }) => department === groupId);
  if (members.length === 0) return undefined;
  return members.map((person) => ({ userId: person.userId, profile: profileOf(person) }));
}

/** A person as the bot sees them through this platform. */
export function profileOf({ name, isBot = false, email }: PlaygroundPerson): ChatProfile {
  const profile = { name, isBot, isDeactivated: false };
  return email === undefined ? profile : { ...profile, email };
}
