import {
  findOrganization,
  insertOrganization,
  lockOrganizations,
  type Organization,
} from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The deployment's organization, created when there is none; two processes that start at once create only one. */
export async function ensureOrganization(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  defaults: Omit<Organization, 'id'>,
): Promise<Organization> {
  return transact(deps, async (tx) => {
    const known = await findOrganization(tx);
    if (known) return known;
    await lockOrganizations(tx);
    const made = await findOrganization(tx);
    if (made) return made;
    const organization = { id: deps.newId(), ...defaults };
    await insertOrganization(tx, organization);
    return organization;
  });
}
