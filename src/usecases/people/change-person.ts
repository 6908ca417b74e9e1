import { listDepartments } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type PersonPatch, planChange } from '#src/domain/people/plan-change.ts';
import type { PeoplePlan } from '#src/domain/people/plan-people.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { savePlan } from './steps/save-plan.ts';

type ChangeDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Whom to change, how, and by whom. `isDry`: only say what would change. */
export type PersonChange = {
  personId: string;
  patch: PersonPatch;
  actorId: string | null;
  isDry?: boolean;
};

/**
 * Changes a person, deactivates them or brings them back. Refused when the address, number or chat user is somebody
 * else's, or the manager would report to themselves.
 *
 * @returns what changed; nothing when they were so already.
 */
export async function changePerson(
  deps: ChangeDeps,
  organization: Organization,
  { personId, patch, isDry = false, actorId }: PersonChange,
): Promise<Outcome<PeoplePlan['changes']>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const known = await listKnownPeople(tx, organization.id);
    const departments = await listDepartments(tx, organization.id);
    const planned = planChange({ personId, patch, known, departments });
    if (!planned.ok) return refused(planned.refusal);
    if (!isDry) await savePlan(deps, tx, { organization, plan: planned.value, actorId });
    return done(planned.value.changes);
  });
}

/** Ends a person's approvals, sign-ins and API tokens, and gifts to and from them, at once. */
export function deactivatePerson(
  deps: ChangeDeps,
  organization: Organization,
  change: Omit<PersonChange, 'patch'>,
): Promise<Outcome<PeoplePlan['changes']>> {
  return changePerson(deps, organization, { ...change, patch: { isDeactivated: true } });
}

/** Brings somebody back who had left, with the role that they had. */
export function reactivatePerson(
  deps: ChangeDeps,
  organization: Organization,
  change: Omit<PersonChange, 'patch'>,
): Promise<Outcome<PeoplePlan['changes']>> {
  return changePerson(deps, organization, { ...change, patch: { isDeactivated: false } });
}
