import { asksSecondPerson } from '#src/db/budget/second-person.ts';
import { passApprovalsOn } from '#src/db/approval/approval.ts';
import { deactivatePeople } from './deactivate-people.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import {
  type KnownAccount,
  type AccountRef,
  countAccounts,
  deleteIdentity,
  findAccount,
  saveLook,
  saveLooked,
} from '#src/db/people/identity.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { findPendingIdentity, savePendingIdentity } from '#src/db/people/pending-identity.ts';
import { getPerson, updatePerson } from '#src/db/people/person.ts';
import { findRoleMappings } from '#src/db/people/role-mapping.ts';
import { changesAnything, followAccount, type Following } from '#src/domain/people/follow-account.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type FollowDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

type Seen = ChatProfile | undefined;

/**
 * Takes in what a platform says about a user, undefined when they have left the workspace: rights that came from it go
 * at once. What concerns nobody here is left alone.
 */
export async function followUser(
  deps: FollowDeps,
  organizationId: string,
  user: ChatUser,
  seen: Seen,
): Promise<void> {
  const ref = { organizationId, ...user };
  const before = await plan(deps.db, ref, seen);
  if (before && !changesAnything(before.account, before.following)) {
    return saveLooked(deps.db, ref, deps.clock.now());
  }
  await transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const planned = await plan(tx, ref, seen);
    if (planned) await apply(deps, tx, ref, planned);
    else await followPending(tx, ref, seen);
  });
}

type UserRef = AccountRef & ChatUser;
type Planned = { account: KnownAccount; person: Person; following: Following; seen: Seen };

/** Undefined when the account is not linked, or this is about a workspace other than the one it is known in. */
async function plan(db: Reader, ref: UserRef, seen: Seen): Promise<Planned | undefined> {
  const { organizationId, workspaceId } = ref;
  const account = await findAccount(db, ref);
  if (!account) return undefined;
  const isAtHome = account.isGone || account.workspaceId === null || account.workspaceId === workspaceId;
  const person = await getPerson(db, organizationId, account.personId);
  if (!isAtHome) return undefined;
  const isOfRole = account.linkedBy === 'role';
  const [mapped] = isOfRole ? await findRoleMappings(db, organizationId, ref, seen?.roleIds ?? []) : [];
  const isGone = !seen || seen.isDeactivated;
  const others = isGone ? await countAccounts(db, person, { but: ref }) : 0;
  const areRolesHeld = isOfRole && (await asksSecondPerson(db, organizationId));
  const following = followAccount(account, person, {
    seen,
    mapped,
    hasOtherAccount: others > 0,
    areRolesHeld,
  });
  return { account, person, following, seen };
}

async function apply(deps: FollowDeps, tx: Tx, ref: UserRef, planned: Planned): Promise<void> {
  const { person, following } = planned;
  const { organizationId, platform, userId } = ref;
  const kinds = [...(await saveAccount(tx, ref, planned)), ...(await savePerson(tx, person, following))];
  if (following.deactivates) {
    const note = { by: 'platform' as const, platform, userId };
    await deactivatePeople(deps, tx, { organizationId, personIds: [person.id], actorId: null, note });
  }
  await insertActivities(
    tx,
    kinds.map((kind) => ({
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind,
      subjectId: person.id,
      detail: detailOf(ref, following),
    })),
  );
}

type Kind =
  | 'identity.unlinked'
  | 'identity.pending'
  | 'identity.gone'
  | 'identity.back'
  | 'person.changed-in-chat';

/** Records what became of the account, and returns what that is called in the record. */
async function saveAccount(
  tx: Tx,
  ref: UserRef,
  { account, person, following, seen }: Planned,
): Promise<Kind[]> {
  const { isGone, isGuest, unlink } = following;
  if (unlink && seen) {
    await deleteIdentity(tx, ref);
    await savePendingIdentity(tx, { ...ref, personId: person.id, reason: unlink, profile: seen });
    return ['identity.unlinked', 'identity.pending'];
  }
  const isBack = account.isGone && !isGone;
  await saveLook(tx, ref, { isGuest, isGone, ...(isBack && { workspaceId: ref.workspaceId }) });
  if (isGone === account.isGone) return [];
  return [isGone ? 'identity.gone' : 'identity.back'];
}

async function savePerson(
  tx: Tx,
  person: Person,
  { person: changes, reactivates }: Following,
): Promise<Kind[]> {
  if (!reactivates && Object.keys(changes).length === 0) return [];
  await updatePerson(tx, person, { ...changes, ...(reactivates && { deactivatedAt: null }) });
  tx.after('advance-approvals', await passApprovalsOn(tx, person.organizationId));
  return ['person.changed-in-chat'];
}

function detailOf({ platform, userId }: UserRef, { unlink, person, reactivates }: Following) {
  return {
    platform,
    userId,
    by: 'platform',
    ...(unlink && { reason: unlink }),
    ...person,
    ...(reactivates && { reactivated: true }),
  };
}

/** Whoever confirms an account that waits must learn that it is gone. */
async function followPending(tx: Tx, ref: UserRef, seen: Seen): Promise<void> {
  const pending = await findPendingIdentity(tx, ref);
  if (!pending || (pending.workspaceId !== ref.workspaceId && !seen)) return;
  await savePendingIdentity(tx, { ...pending, profile: seen ?? { ...pending.profile, isDeactivated: true } });
}
