import { findEverybody } from '#src/db/people/find-people.ts';
import { transact } from '#src/db/kit/transact.ts';
import { saveWorkspacesSeen } from '#src/db/people/identity.ts';
import type { ChatRef, PersonRef } from '#src/domain/people/person-ref.ts';
import { findQueuedRecognitions, savePersonRefs } from '#src/db/recognition/recognition.ts';
import { MAX_PEOPLE } from '#src/domain/people/people.ts';
import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { asError } from '#src/kit/errors.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { expandGroups } from './steps/expand-groups.ts';
import { lookAgainAtMany } from './steps/look-again-at-many.ts';
import { identifyPerson } from './identify-person.ts';

type IdentifyPeopleDeps = Pick<
  Deps,
  'db' | 'clock' | 'newId' | 'queue' | 'findChatUser' | 'findChatGroup' | 'reachable' | 'log'
>;

type Mentioned = { organizationId: string; ref: ChatRef };

/**
 * Finds out who queued requests mean, before they are decided: it may have to ask a platform about groups and
 * strangers, and no transaction should wait for that. The answers are kept with the request.
 *
 * @returns the fault for each request whose platform could not be asked now; asking again later is harmless.
 */
export async function identifyPeople(
  deps: IdentifyPeopleDeps,
  ids: readonly string[],
): Promise<Map<string, Error>> {
  const queued = await findQueuedRecognitions(deps.db, ids);
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

/** Waits for the lookups of a request's people and saves the results. */
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
  await withProfile(giver);
  const identified = await Promise.all(recipients.map(withProfile));
  if (identified.length === asked.length && identified.every((ref, index) => ref === asked[index])) return;
  await transact(deps, (tx) => savePersonRefs(tx, { organizationId, id }, identified));
}

function keyOf(organizationId: string, { platform, workspaceId, userId }: ChatRef): string {
  return [organizationId, platform, workspaceId, userId].join('|');
}
