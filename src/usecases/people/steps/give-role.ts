import { listRooms } from '#src/db/people/department.ts';
import { isErased } from '#src/db/people/erased-person.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { getOrganization, lockPeople } from '#src/db/people/organization.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Proposal, ProposedChange } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { rightsOf } from '#src/domain/people/given-role.ts';
import { planChange } from '#src/domain/people/plan-change.ts';
import type { Consent } from '#src/usecases/kit/ask-second-person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { savePlan } from './save-plan.ts';

type RoleProposal = Pick<Proposal, 'organizationId' | 'id' | 'basis' | 'proposedBy' | 'reason'> & {
  change: Extract<ProposedChange, { kind: 'role' }>;
};

/** Gives a role on the word of a second person. Refused where the rights of whom it is for have changed since, or they are erased. */
export async function giveRole(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: proposalId, change, basis, proposedBy: actorId, reason }: RoleProposal,
  consent: Consent,
): Promise<Outcome<undefined>> {
  const { personId, role, isBack } = change;
  await lockPeople(tx, organizationId);
  const organization = await getOrganization(tx, organizationId);
  const known = await listKnownPeople(tx, organizationId);
  const before = known.find((one) => one.id === personId);
  const isGone = !before || (await isErased(tx, { organizationId, personId }));
  if (isGone || rightsOf(before) !== basis) return refused({ kind: 'setting-changed' });
  const patch = { role, ...(isBack && { isDeactivated: false }) };
  const departments = await listRooms(tx, organizationId);
  const planned = planChange({ personId, patch, known, departments });
  if (!planned.ok) return refused(planned.refusal);
  const note = { ...consent, proposalId };
  const plan = planned.value;
  await savePlan(deps, tx, { organization, plan, actorId, reason, note, isConsented: true });
  return done(undefined);
}
