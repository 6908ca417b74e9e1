import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { planNewPerson } from '#src/domain/people/plan-change.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { PeopleKeeper } from './change-person.ts';
import { askerAmong } from './steps/asker-among.ts';
import { savePlan } from './steps/save-plan.ts';

/** Somebody who is not known yet. */
export type NewPerson = Omit<KnownPerson, 'id' | 'isDeactivated' | 'chatIds'>;

/**
 * Adds one person, who needs an address or an employee number: a second request for the same one is refused. `isDry`: only say whether
 * they could be added. A role that needs the word of a second person is refused too: it waits for that, and they are added without it.
 *
 * @returns their id.
 */
export async function addPerson(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  organization: Organization,
  { person, by, actorId = null, isDry = false }: PeopleKeeper & { person: NewPerson; isDry?: boolean },
): Promise<Outcome<string>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const known = await listKnownPeople(tx, organization.id);
    const asker = askerAmong(known, by);
    if (!asker.ok) return asker;
    const departments = await listRooms(tx, organization.id);
    const added = { ...person, id: deps.newId(), isDeactivated: false, chatIds: [] };
    const planned = planNewPerson({ person: added, known, departments, asker: asker.value });
    if (!planned.ok) return refused(planned.refusal);
    if (isDry) return done(added.id);
    const doer = asker.value?.id ?? actorId;
    const [waits] = await savePlan(deps, tx, { organization, plan: planned.value, actorId: doer });
    return waits ? refused(waits) : done(added.id);
  });
}
