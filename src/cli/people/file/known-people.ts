import type { DirectoryPerson } from '#src/app.ts';
import { chatIdsOf } from './chat-columns.ts';
import type { PeopleLine } from './read-people-file.ts';

/** Finds people who are already known. */
export type KnownPeople = {
  all: readonly DirectoryPerson[];
  /**
   * The person that the import matches a line with: by email address, else by chat user somebody without an address.
   */
  ofLine(line: PeopleLine): DirectoryPerson | undefined;
  /** The person behind a chat user. */
  ofChatUser(user: { platform: string; userId: string }): DirectoryPerson | undefined;
};

export function createKnownPeople(all: readonly DirectoryPerson[]): KnownPeople {
  const byEmail = new Map(all.map((person) => [person.email?.toLowerCase(), person]));
  const byChatUser = new Map(
    all.flatMap((person) => person.chatIds.map((user) => [keyOf(user), person] as const)),
  );
  return {
    all,
    ofLine(line) {
      const users = chatIdsOf(line).map((user) => byChatUser.get(keyOf(user)));
      return byEmail.get(line.fields.email.toLowerCase()) ?? users.find((person) => person?.email === null);
    },
    ofChatUser: (user) => byChatUser.get(keyOf(user)),
  };
}

function keyOf({ platform, userId }: { platform: string; userId: string }): string {
  return `${platform}:${userId}`;
}
