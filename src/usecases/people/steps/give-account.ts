import { listRooms } from '#src/db/people/department.ts';
import { isErased } from '#src/db/people/erased-person.ts';
import { saveIdentities } from '#src/db/people/identity.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { getOrganization, lockPeople } from '#src/db/people/organization.ts';
import { findPendingIdentity } from '#src/db/people/pending-identity.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Proposal, ProposedChange } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { MAIL, readAccountText } from '#src/domain/people/given-account.ts';
import { rightsOf } from '#src/domain/people/given-role.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { planChange } from '#src/domain/people/plan-change.ts';
import type { Consent } from '#src/usecases/kit/ask-second-person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { savePlan } from './save-plan.ts';

type AccountProposal = Pick<Proposal, 'organizationId' | 'id' | 'basis' | 'proposedBy' | 'reason'> & {
  change: Extract<ProposedChange, { kind: 'account' }>;
};

/**
 * Joins an account or an address to somebody with a role, on the word of a second person. Refused where the rights of whom it is for
 * have changed since, they are erased, the address is somebody else’s by now, or the platform said that the account is gone.
 */
export async function giveAccount(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  proposal: AccountProposal,
  consent: Consent,
): Promise<Outcome<undefined>> {
  const { organizationId, change, basis, reason } = proposal;
  await lockPeople(tx, organizationId);
  const known = await listKnownPeople(tx, organizationId);
  const before = known.find(({ id }) => id === change.personId);
  const isGone = !before || (await isErased(tx, { organizationId, personId: before.id }));
  if (isGone || rightsOf(before) !== basis) return refused({ kind: 'setting-changed' });
  const { platform, userId } = readAccountText(reason);
  if (platform === MAIL) return giveAddress(deps, tx, { proposal, known, before, email: userId }, consent);
  const ref = { organizationId, platform, userId };
  const pending = await findPendingIdentity(tx, ref);
  if (pending?.profile.isDeactivated || pending?.profile.isBot)
    return refused({ kind: 'account-gone', platform, userId });
  const { personId, workspaceId } = change;
  await saveIdentities(tx, [{ ...ref, personId, workspaceId, linkedBy: 'admin' }]);
  const detail = { platform, userId, by: 'admin', role: before.role, ...consent, proposalId: proposal.id };
  const base = { organizationId, id: deps.newId(), at: tx.now, actorId: proposal.proposedBy };
  await insertActivities(tx, [{ ...base, kind: 'identity.linked', subjectId: personId, detail }]);
  return done(undefined);
}

type Address = { proposal: AccountProposal; known: KnownPerson[]; before: KnownPerson; email: string };

async function giveAddress(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { proposal, known, before, email }: Address,
  consent: Consent,
): Promise<Outcome<undefined>> {
  const { organizationId, id: proposalId, proposedBy: actorId } = proposal;
  const departments = await listRooms(tx, organizationId);
  const planned = planChange({ personId: before.id, patch: { email }, known, departments });
  if (!planned.ok) return planned;
  const organization = await getOrganization(tx, organizationId);
  const note = { ...consent, proposalId };
  await savePlan(deps, tx, { organization, plan: planned.value, actorId, note, isConsented: true });
  return done(undefined);
}
