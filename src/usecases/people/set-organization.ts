import { insertActivities } from '#src/db/ledger/activity.ts';
import { hasMovements } from '#src/db/ledger/has-movements.ts';
import { lockDepartments, saveBooksOfAll } from '#src/db/people/department.ts';
import {
  getOrganization,
  lockPeople,
  type Organization,
  saveOrganization,
} from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type OrganizationChanges = Partial<Omit<Organization, 'id'>>;

/**
 * Changes an organization's name, currency or time zone, and gives the currency and zone to its departments that had
 * the old ones. Amounts and days are kept in them, so once money has moved or a gift was asked for, only the name may
 * change.
 */
export async function setOrganization(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    organizationId,
    changes,
    actorId,
  }: { organizationId: string; changes: OrganizationChanges; actorId: string | null },
): Promise<Outcome<{ before: Organization; after: Organization }>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    await lockDepartments(tx, organizationId);
    const before = await getOrganization(tx, organizationId);
    const after = { ...before, ...changes };
    const changesBooks = after.currency !== before.currency || after.timeZone !== before.timeZone;
    if (changesBooks && (await hasMovements(tx, organizationId))) {
      return refused({ kind: 'money-moved', currency: before.currency, zone: before.timeZone });
    }
    await saveOrganization(tx, after);
    if (changesBooks) await saveBooksOfAll(tx, { before, after });
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'organization.changed',
        actorId,
        detail: { before, after },
      },
    ]);
    return done({ before, after });
  });
}
