import { findScimUser } from '#src/db/people/scim-user.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findSamePerson } from '#src/domain/people/directory-user.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';

/** Whom a directory calls the manager: their id, null for nobody, undefined where that stays as it is. `ref`: who is not here yet. */
export type ManagerSaid = { id: string | null | undefined; ref: string | null };

/** Finds a manager by our id, the directory's id or user name, an employee number or an address. */
export async function findManagerSaid(
  tx: Tx,
  {
    organizationId,
    known,
    said,
  }: { organizationId: string; known: readonly KnownPerson[]; said: string | null | undefined },
): Promise<ManagerSaid> {
  if (said === undefined || said === null) return { id: said, ref: null };
  const here =
    known.find(({ id }) => id === said.toLowerCase()) ??
    findSamePerson(known, { employeeNumber: said, email: said });
  if (here) return { id: here.id, ref: null };
  const user =
    (await findScimUser(tx, organizationId, { externalId: said })) ??
    (await findScimUser(tx, organizationId, { userName: said }));
  return user ? { id: user.personId, ref: null } : { id: undefined, ref: said };
}
