import type { Db } from '#src/db/schema.ts';
import type { ChatGroup, ChatUser, Clock, GroupMember, KeyRing, Log, Queue } from '#src/ports.ts';
import type { ChatProfile } from '#src/db/person-ref.ts';

/** Everything a use case may need; each takes the part of it that it names. */
export type Deps = {
  db: Db;
  clock: Clock;
  /** A new UUID v7: ids sort by the time they were made. */
  newId: () => string;
  keys: KeyRing;
  queue: Queue;
  log: Log;
  /** Asks a chat platform who a user is; undefined when it does not know. */
  findChatUser: (user: ChatUser) => Promise<ChatProfile | undefined>;
  /** Asks a chat platform who is in a group; undefined when it shows no such group. */
  findChatGroup: (group: ChatGroup) => Promise<GroupMember[] | undefined>;
  /** What this deployment can reach people with. */
  reachable: {
    platforms: readonly string[];
    mail: boolean;
    /** The address of the web pages, without a slash at its end; undefined where people's browsers cannot reach them. */
    web?: string | undefined;
  };
};
