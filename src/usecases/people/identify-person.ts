import { insertActivities } from '#src/db/ledger/activity.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { saveIdentities, savePeople, saveWorkspacesSeen } from '#src/db/people/person.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import { findRoleMappings } from '#src/db/people/role-mapping.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { askPlatform } from './steps/ask-platform.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';

type IdentifyDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'findChatUser' | 'log'>;

/**
 * Finds out who a chat user is, and remembers it: by a known identity, else by the email address that the platform
 * vouches for, else by a chat role mapped to a department, which the person then joins.
 *
 * @throws `AskLater` when the platform cannot be asked now.
 */
export async function identifyPerson(
  deps: IdentifyDeps,
  organizationId: string,
  user: ChatUser,
  profile?: ChatProfile,
): Promise<{ person?: Person; profile?: ChatProfile }> {
  const ref: PersonRef = { by: 'chat', ...user };
  const [known] = await findPeople(deps.db, organizationId, ref);
  if (known) {
    await saveWorkspacesSeen(deps.db, [{ organizationId, ...user }]);
    return { person: known };
  }
  const seen = profile ?? (await askPlatform(() => deps.findChatUser(user)));
  if (!seen) return {};
  if (seen.isBot || seen.isDeactivated) return { profile: seen };
  const person = await transact(deps, (tx) => linkPerson(deps, tx, { organizationId, user, profile: seen }));
  return person ? { person, profile: seen } : { profile: seen };
}

type Newcomer = { organizationId: string; user: ChatUser; profile: ChatProfile };

async function linkPerson(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  newcomer: Newcomer,
): Promise<Person | undefined> {
  const { organizationId, user, profile } = newcomer;
  await lockPeople(tx, organizationId);
  const [linkedMeanwhile] = await findPeople(tx, organizationId, { by: 'chat', ...user });
  if (linkedMeanwhile) return linkedMeanwhile;
  const person = (await findByEmail(tx, newcomer)) ?? (await joinByRole(deps, tx, newcomer));
  if (!person) return undefined;
  await saveIdentities(tx, [{ ...user, organizationId, personId: person.id }]);
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'identity.linked',
      subjectId: person.id,
      detail: { platform: user.platform, userId: user.userId, by: profile.email ? 'email' : 'role' },
    },
  ]);
  return person;
}

async function findByEmail(tx: Tx, { organizationId, profile }: Newcomer): Promise<Person | undefined> {
  if (!profile.email) return undefined;
  const [person] = await findPeople(tx, organizationId, { by: 'email', email: profile.email });
  return person;
}

async function joinByRole(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  newcomer: Newcomer,
): Promise<Person | undefined> {
  const { organizationId, user, profile } = newcomer;
  const [mapping] = await findRoleMappings(tx, organizationId, user, profile.roleIds ?? []);
  if (!mapping) return undefined;
  const person = {
    organizationId,
    id: deps.newId(),
    name: profile.name,
    email: profile.email ?? null,
    role: mapping.role,
    departmentId: mapping.departmentId,
    managerId: null,
    region: '',
    prefers: 'chat' as const,
    isGuest: false,
  };
  await savePeople(tx, [person]);
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'person.joined', subjectId: person.id },
  ]);
  return { ...person, isDeactivated: false };
}
