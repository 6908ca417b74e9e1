import { insertActivities } from '#src/db/ledger/activity.ts';
import { savePeople } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { GiftsDecision } from '#src/domain/recognition/decide-gifts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Somebody outside the organization for whom there is a gift, and who invites them. */
export type Guest = {
  organizationId: string;
  id: string;
  email: string;
  departmentId: string;
  invitedBy: string;
};

/** Those who get something by these decisions, and are not people here yet; each once. */
export function guestsOf(decisions: readonly GiftsDecision[]): Guest[] {
  const guests = new Map<string, Guest>();
  for (const { request, outcome } of decisions) {
    if (!outcome.ok || outcome.value.step === 'question') continue;
    const { organizationId } = request.recognition;
    const { departmentId, personId: invitedBy } = outcome.value.giver;
    for (const recipient of request.recipients) {
      if (!recipient.known || !recipient.outside || guests.has(recipient.personId)) continue;
      const { email } = recipient.outside;
      const id = recipient.personId;
      guests.set(id, { organizationId, id, email, departmentId, invitedBy });
    }
  }
  return [...guests.values()];
}

/** Makes people of guests. Their name is their address until somebody gives them another one. */
export async function saveGuests(deps: Pick<Deps, 'newId'>, tx: Tx, guests: readonly Guest[]): Promise<void> {
  const people = guests.map(({ organizationId, id, email, departmentId }) => ({
    organizationId,
    id,
    name: email,
    email,
    role: 'employee' as const,
    departmentId,
    managerId: null,
    region: '',
    prefers: 'email' as const,
    isGuest: true,
  }));
  await savePeople(tx, people);
  const activities = guests.map(({ organizationId, id: subjectId, invitedBy: actorId }) => {
    const kind = 'person.joined' as const;
    return { organizationId, id: deps.newId(), at: tx.now, kind, actorId, subjectId };
  });
  await insertActivities(tx, activities);
}
