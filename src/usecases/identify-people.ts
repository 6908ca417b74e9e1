import { findEverybody } from '#src/db/find-people.ts';
import { saveWorkspacesSeen } from '#src/db/person.ts';
import type { PersonRef } from '#src/db/person-ref.ts';
import { findQueuedRecognitions, type Recognition, savePersonRefs } from '#src/db/recognition.ts';
import type { ChatProfile } from '#src/ports.ts';
import type { Deps } from './deps.ts';
import { identifyPerson } from './identify-person.ts';

type IdentifyPeopleDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'findChatUser'>;

type ChatRef = Extract<PersonRef, { by: 'chat' }>;
type Mentioned = { organizationId: string; ref: ChatRef };

/**
 * Finds out who is meant in queued requests, before they are decided: a platform may have to be asked about strangers,
 * which no transaction should wait for. What it said of them is kept with the request.
 *
 * @returns the fault of each request for which a platform could not be asked now; asking again later is harmless.
 */
export async function identifyPeople(
  deps: IdentifyPeopleDeps,
  ids: readonly string[],
): Promise<Map<string, Error>> {
  const recognitions = await findQueuedRecognitions(deps.db, ids);
  const profiles = askOnce(deps, await findStrangers(deps, recognitions));
  await Promise.allSettled(profiles.values());
  const faults = new Map<string, Error>();
  const settled = await Promise.allSettled(
    recognitions.map((recognition) => keepProfiles(deps, recognition, profiles)),
  );
  recognitions.forEach(({ id }, index) => {
    const result = settled[index];
    if (result?.status === 'rejected') faults.set(id, asError(result.reason));
  });
  return faults;
}

async function findStrangers(
  deps: IdentifyPeopleDeps,
  recognitions: readonly Recognition[],
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
  return mentioned.filter((_, index) => !found[index]?.length);
}

type Profiles = ReadonlyMap<string, Promise<ChatProfile | undefined>>;

/** Identifies each stranger once, however many requests name them. */
function askOnce(deps: IdentifyPeopleDeps, strangers: readonly Mentioned[]): Profiles {
  const profiles = new Map<string, Promise<ChatProfile | undefined>>();
  for (const { organizationId, ref } of strangers) {
    const { platform, workspaceId, userId, profile } = ref;
    const key = keyOf(organizationId, ref);
    if (profiles.has(key)) continue;
    const user = { platform, workspaceId, userId };
    profiles.set(
      key,
      identifyPerson(deps, organizationId, user, profile).then((identified) => identified.profile),
    );
  }
  return profiles;
}

/** Waits for what is found out about the people in a request, and writes it down. */
async function keepProfiles(
  deps: IdentifyPeopleDeps,
  { organizationId, id, giver, recipients }: Recognition,
  profiles: Profiles,
): Promise<void> {
  async function withProfile(ref: PersonRef): Promise<PersonRef> {
    const profile = ref.by === 'chat' && (await profiles.get(keyOf(organizationId, ref)));
    return ref.by === 'chat' && profile ? { ...ref, profile } : ref;
  }
  await withProfile(giver);
  const identified = await Promise.all(recipients.map(withProfile));
  if (identified.every((ref, index) => ref === recipients[index])) return;
  await deps.db.transaction().execute((tx) => savePersonRefs(tx, id, identified));
}

function keyOf(organizationId: string, { platform, workspaceId, userId }: ChatRef): string {
  return [organizationId, platform, workspaceId, userId].join('|');
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
