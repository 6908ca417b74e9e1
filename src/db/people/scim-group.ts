import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A group of a company's directory. `departmentId`: where its members belong; null: it means nothing here. */
export type ScimGroup = {
  id: string;
  displayName: string;
  externalId: string | null;
  departmentId: string | null;
};

/** Locked until the transaction ends. */
export async function lockScimGroup(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<ScimGroup | undefined> {
  return tx
    .selectFrom('scim_group')
    .select([
      'id',
      'display_name as displayName',
      'external_id as externalId',
      'department_id as departmentId',
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function saveScimGroup(tx: Tx, organizationId: string, group: ScimGroup): Promise<void> {
  const said = {
    display_name: group.displayName,
    external_id: group.externalId,
    department_id: group.departmentId,
  };
  await tx
    .insertInto('scim_group')
    .values({ organization_id: organizationId, id: group.id, ...said })
    .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doUpdateSet(said))
    .execute();
}

/** Its members are no longer members; the people stay as they are. */
export async function deleteScimGroup(tx: Tx, organizationId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('scim_group')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function listScimMembers(
  db: Reader,
  organizationId: string,
  groupId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('scim_group_member')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('group_id', '=', groupId)
    .orderBy('person_id')
    .execute();
  return rows.map(({ person_id: id }) => id);
}

type Members = { organizationId: string; groupId: string; personIds: readonly string[] };

/** Whoever is a member already stays one. */
export async function insertScimMembers(
  tx: Tx,
  { organizationId, groupId, personIds }: Members,
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .insertInto('scim_group_member')
    .values(
      personIds.map((personId) => ({
        organization_id: organizationId,
        group_id: groupId,
        person_id: personId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteScimMembers(
  tx: Tx,
  { organizationId, groupId, personIds }: Members,
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .deleteFrom('scim_group_member')
    .where('organization_id', '=', organizationId)
    .where('group_id', '=', groupId)
    .where('person_id', 'in', [...personIds])
    .execute();
}
