import { listRooms } from '#src/db/people/department.ts';
import { isErased } from '#src/db/people/erased-person.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { PersonActor } from '#src/domain/people/access.ts';
import { type PersonPatch, planChange } from '#src/domain/people/plan-change.ts';
import type { PeoplePlan } from '#src/domain/people/plan-people.ts';
import { sightOfPerson } from '#src/domain/people/sight-of-person.ts';
import { textDigest } from '#src/kit/text-digest.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askerAmong } from './steps/asker-among.ts';
import { savePlan } from './steps/save-plan.ts';

type ChangeDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Who changes people: a person, whose rights count, or somebody with a shell, who may do anything; `actorId` is who is on record then. */
export type PeopleKeeper = { by: PersonActor; actorId?: never } | { by?: never; actorId: string | null };

/**
 * Whom to change, and how. `seen`: as they were when they were looked at. `reason`: why, for the record and for whoever confirms it.
 * `isDry`: only say what would change.
 */
export type PersonChange = PeopleKeeper & {
  personId: string;
  patch: PersonPatch;
  seen?: string | undefined;
  reason?: string | undefined;
  isDry?: boolean;
};

/**
 * Changes a person, deactivates them or brings them back. Refused when that is not the asker's to do, somebody changed them since they
 * were looked at, the address, number or chat user is somebody else's, the manager would report to themselves, or they would come to a
 * department that is closed. A role that needs the word of a second person is refused too: it waits for that, and everything else is
 * changed.
 *
 * @returns what changed; nothing when they were so already.
 */
export async function changePerson(
  deps: ChangeDeps,
  organization: Organization,
  { personId, patch, seen, reason, isDry = false, by, actorId = null }: PersonChange,
): Promise<Outcome<PeoplePlan['changes']>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const known = await listKnownPeople(tx, organization.id);
    const asker = askerAmong(known, by);
    if (!asker.ok) return asker;
    const before = known.find(({ id }) => id === personId);
    if (before && seen !== undefined && seen !== textDigest(sightOfPerson(before)))
      return refused({ kind: 'person-changed', name: before.name });
    if (before && (await isErased(tx, { organizationId: organization.id, personId })))
      return refused({ kind: 'person-erased', name: before.name });
    const departments = await listRooms(tx, organization.id);
    const planned = planChange({ personId, patch, known, departments, asker: asker.value });
    if (!planned.ok) return refused(planned.refusal);
    if (isDry) return done(planned.value.changes);
    const doer = asker.value?.id ?? actorId;
    const [waits] = await savePlan(deps, tx, { organization, plan: planned.value, actorId: doer, reason });
    return waits ? refused(waits) : done(planned.value.changes);
  });
}

/** What a change of somebody's place here needs to know. */
export type PlaceChange = PeopleKeeper & Pick<PersonChange, 'personId' | 'seen' | 'isDry'>;

/** Ends a person's approvals, sign-ins and API tokens, and gifts to and from them, at once. */
export function deactivatePerson(
  deps: ChangeDeps,
  organization: Organization,
  change: PlaceChange,
): Promise<Outcome<PeoplePlan['changes']>> {
  return changePerson(deps, organization, { ...change, patch: { isDeactivated: true } });
}

/** Brings somebody back who had left, with the role that they had. */
export function reactivatePerson(
  deps: ChangeDeps,
  organization: Organization,
  change: PlaceChange,
): Promise<Outcome<PeoplePlan['changes']>> {
  return changePerson(deps, organization, { ...change, patch: { isDeactivated: false } });
}
