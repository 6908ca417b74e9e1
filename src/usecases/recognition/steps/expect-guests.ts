import { findEverybody } from '#src/db/people/find-people.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { isAddress } from '#src/domain/people/address.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The id that somebody outside the organization has once there is a gift for them; the same for the same address. */
export type IdOfGuest = (organizationId: string, email: string) => string;

type EmailRef = Extract<PersonRef, { by: 'email' }>;

/** Whether somebody may be outside the organization, if nobody has the address that names them. */
export function isOutsideRef(ref: PersonRef): ref is EmailRef {
  return ref.by === 'email' && (ref.isGuest ?? ref.mayBeGuest ?? false) && isAddress(ref.email);
}

/**
 * Makes ids for the people outside the organization whom requests name. They become people only once something is given to
 * them. Until then nobody else makes people of their addresses: two who name the same one make one person of it.
 */
export async function expectGuests(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  recognitions: readonly AskedRecognition[],
): Promise<IdOfGuest> {
  const asked = recognitions.flatMap(({ organizationId, recipients }) =>
    recipients.filter(isOutsideRef).map((ref) => ({ organizationId, ref })),
  );
  const found = await findEverybody(tx, asked);
  const unknown = asked.filter((_, index) => found[index]?.length === 0);
  const organizationIds = new Set(unknown.map(({ organizationId }) => organizationId));
  for (const id of [...organizationIds].toSorted()) await lockPeople(tx, id);
  const ids = new Map<string, string>();
  return function idOfGuest(organizationId, email) {
    const key = `${organizationId} ${foldText(email)}`;
    const id = ids.get(key) ?? newId();
    ids.set(key, id);
    return id;
  };
}
