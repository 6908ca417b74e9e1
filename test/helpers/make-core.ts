import { type App, createApp } from '#src/app.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { ChatUser, GroupMember } from '#src/ports/chat.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { newId } from '#src/kit/new-id.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { createRecordingQueue, type RecordingQueue } from './recording-queue.ts';
import { TEST_KEYS } from './test-keys.ts';
import { createSettableClock, type SettableClock } from './settable-clock.ts';

/** The product on a real database, with the world around it in the test's hands. */
export type TestCore = Deps & {
  app: App;
  clock: SettableClock;
  queue: RecordingQueue;
  log: RecordingLog;
  /** What the chat platforms know of their users, by user id. */
  directory: Map<string, ChatProfile>;
  /** The users whom a platform was asked about. */
  askedFor: ChatUser[];
  /** Who is in which group of the chat platforms, by group id. */
  groups: Map<string, GroupMember[]>;
  askedGroups: string[];
};

/** A Monday in the middle of a month. */
const START = '2026-11-16T10:00:00Z';

/** Whoever was imported with a chat user is known to the platform, under that name. */
async function findImported(db: Db, { platform, userId }: ChatUser): Promise<ChatProfile | undefined> {
  const person = await db
    .selectFrom('identity')
    .innerJoin('person', 'person.id', 'identity.person_id')
    .select('person.name')
    .where('platform', '=', platform)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return person && { name: person.name, isBot: false, isDeactivated: false };
}

export function makeCore(db: Db, overrides: Partial<Deps> = {}): TestCore {
  const directory = new Map<string, ChatProfile>();
  const askedFor: ChatUser[] = [];
  const groups = new Map<string, GroupMember[]>();
  const askedGroups: string[] = [];
  const parts = {
    db,
    clock: createSettableClock(START),
    newId,
    keys: TEST_KEYS,
    queue: createRecordingQueue(),
    log: createRecordingLog(),
    async findChatUser(user: ChatUser) {
      askedFor.push(user);
      return directory.get(user.userId) ?? (await findImported(db, user));
    },
    async findChatGroup({ groupId }: { groupId: string }) {
      askedGroups.push(groupId);
      return groups.get(groupId);
    },
    rewardProviders: new Map(),
    webhooks: { check: async () => undefined },
    reachable: { platforms: ['slack', 'discord'], mail: true },
  };
  const app = createApp({ ...parts, ...overrides });
  return {
    ...parts,
    ...overrides,
    clock: parts.clock,
    queue: parts.queue,
    log: parts.log,
    app,
    directory,
    askedFor,
    groups,
    askedGroups,
  };
}
