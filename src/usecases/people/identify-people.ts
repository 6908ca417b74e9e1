import { findEverybody } from '#src/db/people/find-people.ts';
import { transact } from '#src/db/kit/transact.ts';
import { saveWorkspacesSeen } from '#src/db/people/identity.ts';
import type { ChatRef, PersonRef } from '#src/domain/people/person-ref.ts';
import { findRecognitionsToIdentify, savePersonRefs } from '#src/db/recognition/recognition.ts';
import { MAX_PEOPLE } from '#src/domain/people/people.ts';
import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { asError } from '#src/kit/errors.ts';
import { limit } from '#src/kit/limit.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { expandGroups } from './steps/expand-groups.ts';
import { lookAgainAtMany } from './steps/look-again-at-many.ts';
import { awaitPlatforms } from './steps/await-platforms.ts';
import { identifyPerson } from './identify-person.ts';

type IdentifyPeopleDeps = Pick<
  Deps,
  'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'findChatUser' | 'findChatGroup' | 'reachable' | 'log'
>;

type Mentioned = { organizationId: string; ref: ChatRef };

/** A request whose people could not be looked up, and when to look again, in milliseconds. */
export type IdentifiedLater = { again: number };

/**
 * Finds out who queued requests mean, before they are decided: it may have to ask a platform about groups and
 * strangers, and no transaction should wait for that. The answers are kept with the request, also when others are
 * missing.
 *
 * A request whose platform cannot be asked now waits for up to a day and then is refused; after a minute its giver is
 * told.
 *
 * @returns for each request that cannot be decided yet, when to come back or its fault; asking again is harmless.
 */
export async function identifyPeople(
  deps: IdentifyPeopleDeps,
  ids: readonly string[],
): Promise<Map<string, Error | IdentifiedLater>> {
  const now = deps.clock.now();
  const found = await findRecognitionsToIdentify(deps.db, ids);
  const queued = found.filter(({ lookUpAt }) => !lookUpAt || lookUpAt <= now);
  const faults = await identifyNow(deps, queued);
  const asked = new Set(queued.map(({ id }) => id));
  const late = found.filter(({ id }) => !asked.has(id) || faults.get(id) instanceof AskLater);
  const waits = await awaitPlatforms(
    deps,
    late.map((recognition) => ({ recognition, fault: faults.get(recognition.id) })),
  );
  const own = [...faults].filter(([, fault]) => !(fault instanceof AskLater));
  return new Map<string, Error | IdentifiedLater>([...own, ...waits]);
}

/** The fault of each request whose people could not all be looked up. */
async function identifyNow(
  deps: IdentifyPeopleDeps,
  queued: readonly AskedRecognition[],
): Promise<Map<string, Error>> {
  const expanded = await expandGroups(deps, queued);
  const profiles = askOnce(deps, await findStrangers(deps, expanded.flatMap(readable)));
  await Promise.allSettled(profiles.values());
  const kept = await Promise.allSettled(
    queued.map(async (recognition, index) => {
      const result = expanded[index];
      if (result?.status === 'rejected') throw result.reason;
      await keepFindings(deps, recognition, result?.value.recipients ?? [], profiles);
    }),
  );
  return new Map(
    queued.flatMap(({ id }, index) => {
      const result = kept[index];
      return result?.status === 'rejected' ? [[id, asError(result.reason)] as const] : [];
    }),
  );
}

/** A request that names too many people will be refused, so its strangers are not looked up. */
function readable(expanded: PromiseSettledResult<AskedRecognition>): AskedRecognition[] {
  if (expanded.status === 'rejected') return [];
  return expanded.value.recipients.length > MAX_PEOPLE ? [] : [expanded.value];
}

async function findStrangers(
  deps: IdentifyPeopleDeps,
  recognitions: readonly AskedRecognition[],
): Promise<Mentioned[]> {
  const mentioned = recognitions.flatMap(({ organizationId, giver, recipients }) =>
    [giver, ...recipients].flatMap((ref) => (ref.by === 'chat' ? [{ organizationId, ref }] : [])),
  );
  const found = await findEverybody(deps.db, mentioned);
  const known = mentioned.filter((_, index) => found[index]?.length);
  await saveWorkspacesSeen(
    deps.db,
    known.map(({ organizationId, ref }) => ({ organizationId, ...ref })),
  );
  await lookAgainAtMany(deps, known);
  return mentioned.filter((_, index) => !found[index]?.length);
}

type Profiles = ReadonlyMap<string, Promise<ChatProfile | undefined>>;

/** How many strangers a platform is asked about at the same time. */
const AT_ONCE = 4;

/** Identifies each stranger once, however many requests name them. */
function askOnce(deps: IdentifyPeopleDeps, strangers: readonly Mentioned[]): Profiles {
  const inTurn = limit(({ organizationId, ref }: Mentioned) => {
    const { platform, workspaceId, userId, profile } = ref;
    return identifyPerson(deps, organizationId, { platform, workspaceId, userId }, profile);
  }, AT_ONCE);
  const profiles = new Map<string, Promise<ChatProfile | undefined>>();
  for (const stranger of strangers) {
    const key = keyOf(stranger.organizationId, stranger.ref);
    if (!profiles.has(key))
      profiles.set(
        key,
        inTurn(stranger).then((identified) => identified.profile),
      );
  }
  return profiles;
}

/**
 * Waits for the lookups of a request's people and saves the results, also when some of them failed: only those are
 * asked for again.
 */
async function keepFindings(
  deps: IdentifyPeopleDeps,
  { organizationId, id, giver, recipients: asked }: AskedRecognition,
  recipients: readonly PersonRef[],
  profiles: Profiles,
): Promise<void> {
  async function withProfile(ref: PersonRef): Promise<PersonRef> {
    const profile = ref.by === 'chat' && (await profiles.get(keyOf(organizationId, ref)));
    return ref.by === 'chat' && profile ? { ...ref, profile } : ref;
  }
  const [giverFound, ...found] = await Promise.allSettled([giver, ...recipients].map(withProfile));
  const identified = found.map((one, index) => (one.status === 'fulfilled' ? one.value : recipients[index]));
  const known = identified.filter((ref) => ref !== undefined);
  const isSame = known.length === asked.length && known.every((ref, index) => ref === asked[index]);
  if (!isSame) {
    await transact(deps, (tx) => savePersonRefs(tx, deps.keys, { organizationId, id, recipients: known }));
  }
  const missing = [giverFound, ...found].find((one) => one?.status === 'rejected');
  if (missing?.status === 'rejected') throw missing.reason;
}

function keyOf(organizationId: string, { platform, workspaceId, userId }: ChatRef): string {
  return [organizationId, platform, workspaceId, userId].join('|');
}
