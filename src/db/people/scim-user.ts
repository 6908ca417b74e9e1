import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { DirectoryNames } from '#src/domain/people/directory-user.ts';

export type ScimUser = DirectoryNames & { personId: string; managerRef: string | null };

const columns = [
  'person_id as personId',
  'user_name as userName',
  'external_id as externalId',
  'given_name as givenName',
  'family_name as familyName',
  'display_name as displayName',
  'manager_ref as managerRef',
] as const;

export async function findScimUser(
  db: Reader,
  organizationId: string,
  by: { personId: string } | { userName: string } | { externalId: string },
): Promise<ScimUser | undefined> {
  return db
    .selectFrom('scim_user')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where((eb) => {
      if ('personId' in by) return eb('person_id', '=', by.personId);
      if ('userName' in by) return eb('user_name_key', '=', foldText(by.userName));
      return eb('external_id', '=', by.externalId);
    })
    .executeTakeFirst();
}

/** Those whose manager the directory had named by one of these before it brought them. */
export async function listWaitingFor(
  tx: Tx,
  organizationId: string,
  refs: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .selectFrom('scim_user')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('manager_ref', 'in', [...refs])
    .orderBy('person_id')
    .execute();
  return rows.map(({ person_id: id }) => id);
}

/** Writes what the directory calls somebody. `isLeaving`: it says that they leave now. */
export async function saveScimUser(
  tx: Tx,
  organizationId: string,
  { isLeaving, ...user }: ScimUser & { isLeaving: boolean },
): Promise<void> {
  const said = {
    user_name: user.userName,
    external_id: user.externalId,
    given_name: user.givenName,
    family_name: user.familyName,
    display_name: user.displayName,
    manager_ref: user.managerRef,
    ...(isLeaving && { left_at: tx.now }),
  };
  await tx
    .insertInto('scim_user')
    .values({ organization_id: organizationId, person_id: user.personId, left_at: null, ...said })
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doUpdateSet(said))
    .execute();
}

export async function saveManagerFound(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<void> {
  await tx
    .updateTable('scim_user')
    .set({ manager_ref: null })
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', [...personIds])
    .execute();
}

/** How many the directory let leave since then. */
export async function countLeaversSince(tx: Tx, organizationId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from scim_user
     where organization_id = ${organizationId} and left_at > ${since}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function findBrakeOpenUntil(tx: Tx, organizationId: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('scim_brake')
    .select('open_until')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return row?.open_until;
}

export async function saveBrakeOpenUntil(tx: Tx, organizationId: string, until: Date): Promise<void> {
  await tx
    .insertInto('scim_brake')
    .values({ organization_id: organizationId, open_until: until })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ open_until: until }))
    .execute();
}
