import { asksSecondPerson } from '#src/db/budget/second-person.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findClosed } from '#src/db/people/department-closing.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { countAccounts, findAccount, saveIdentities } from '#src/db/people/identity.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { findPendingIdentity, savePendingIdentity } from '#src/db/people/pending-identity.ts';
import { savePeople } from '#src/db/people/person.ts';
import { findRoleMappings } from '#src/db/people/role-mapping.ts';
import type { MappedRole } from '#src/domain/people/follow-account.ts';
import { decideIdentity, type LinkedBy, type PendingReason } from '#src/domain/people/identity.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { must } from '#src/domain/kit/must.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type IdDeps = Pick<Deps, 'newId'>;

/**
 * Who a chat user is, as far as we know. `pending`: whom they seem to be, or the rights of that person, wait for an
 * admin's word.
 */
export type Identified = {
  person?: Person;
  profile?: ChatProfile;
  pending?: { number: number; reason: PendingReason };
};

/** An account that was not linked when the platform was asked. */
export type Newcomer = { organizationId: string; user: ChatUser; profile: ChatProfile };

/** Decides whose an account is, and records it; of several who ask at once, the first decides. */
export async function identifyNewcomer(deps: IdDeps, tx: Tx, newcomer: Newcomer): Promise<Identified> {
  const { organizationId, user, profile } = newcomer;
  const ref = { organizationId, ...user };
  await lockPeople(tx, organizationId);
  if (await findAccount(tx, ref)) {
    const [person] = await findPeople(tx, organizationId, { by: 'chat', ...user });
    return { profile, ...(person && { person }) };
  }
  const { email } = profile;
  const [found] = email ? await findPeople(tx, organizationId, { by: 'email', email }) : [];
  const before = await findPendingIdentity(tx, ref);
  const mapped = await findOpenMapping(tx, newcomer);
  const decision = decideIdentity({
    profile,
    found: found && { ...found, accounts: await countAccounts(tx, found, { platform: user.platform }) },
    hasMappedRole: mapped !== undefined,
    wasUnlinked: before?.reason === 'unlinked',
  });
  switch (decision.kind) {
    case 'refuse':
      return { profile: { ...profile, isDeactivated: decision.reason === 'deactivated' } };
    case 'pending': {
      const personId = must(found?.id ?? before?.personId, 'person of an account that waits');
      const pending = await keepWaiting(deps, tx, newcomer, { personId, reason: decision.reason });
      return { profile, pending };
    }
    case 'link': {
      const person = decision.by === 'address' ? must(found, 'person with the address') : undefined;
      const linked = person ?? (await joinByRole(deps, tx, newcomer, must(mapped, 'mapped role')));
      await link(deps, tx, newcomer, { personId: linked.id, linkedBy: decision.by });
      return { profile, person: linked };
    }
    default:
      return decision satisfies never;
  }
}

/** What their chat roles make of them. A role that is mapped to a closed department means nothing. */
async function findOpenMapping(
  tx: Tx,
  { organizationId, user, profile }: Newcomer,
): Promise<MappedRole | undefined> {
  const mappings = await findRoleMappings(tx, organizationId, user, profile.roleIds ?? []);
  const closed = await findClosed(
    tx,
    mappings.map(({ departmentId: id }) => ({ organizationId, id })),
  );
  return mappings.find(({ departmentId }) => !closed.has(departmentId));
}

/** Records that an account waits for an admin; the log tells of it once. */
export async function keepWaiting(
  deps: IdDeps,
  tx: Tx,
  { organizationId, user, profile }: Newcomer,
  { personId, reason }: { personId: string; reason: PendingReason },
): Promise<{ number: number; reason: PendingReason }> {
  const before = await findPendingIdentity(tx, { organizationId, ...user });
  const pending = { organizationId, ...user, personId, reason, profile };
  const { number } = await savePendingIdentity(tx, pending);
  if (before?.reason !== reason || before.personId !== personId) {
    const { platform, userId } = user;
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'identity.pending',
        subjectId: personId,
        detail: { platform, userId, reason },
      },
    ]);
  }
  return { number, reason };
}

/** Joins an account to a person, and records on whose word; `actorId` is the admin who says so, `note` what else is on record. */
export async function link(
  deps: IdDeps,
  tx: Tx,
  { organizationId, user, profile }: Newcomer,
  { personId, linkedBy, actorId = null, note = {} }: LinkOf,
): Promise<void> {
  const { platform, userId } = user;
  const seen = { at: tx.now, isGuest: profile.isGuest === true };
  await saveIdentities(tx, [{ ...user, organizationId, personId, linkedBy, seen }]);
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'identity.linked',
      actorId,
      subjectId: personId,
      detail: { platform, userId, by: linkedBy, ...note },
    },
  ]);
}

type LinkOf = {
  personId: string;
  linkedBy: LinkedBy;
  actorId?: string | null;
  note?: { role?: string; alone?: string };
};

/** A chat role gives no role that needs a second person. */
async function joinByRole(
  deps: IdDeps,
  tx: Tx,
  { organizationId, profile }: Newcomer,
  { role, departmentId }: MappedRole,
): Promise<Person> {
  const person = {
    organizationId,
    id: deps.newId(),
    name: profile.name,
    email: profile.email ?? null,
    role: (await asksSecondPerson(tx, organizationId)) ? ('employee' as const) : role,
    departmentId,
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
