import type { Role } from '#src/domain/people/roles.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A chat workspace's role, and what its members become here. */
export type RoleMapping = {
  organizationId: string;
  platform: string;
  workspaceId: string;
  roleId: string;
  departmentId: string;
  role: Role;
};

export async function saveRoleMapping(tx: Tx, mapping: RoleMapping): Promise<void> {
  const { departmentId: department_id, role: person_role } = mapping;
  await tx
    .insertInto('role_mapping')
    .values({
      organization_id: mapping.organizationId,
      platform: mapping.platform,
      workspace_id: mapping.workspaceId,
      role_id: mapping.roleId,
      department_id,
      person_role,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'platform', 'workspace_id', 'role_id'])
        .doUpdateSet({ department_id, person_role }),
    )
    .execute();
}

export async function deleteRoleMapping(
  tx: Tx,
  mapping: Omit<RoleMapping, 'departmentId' | 'role'>,
): Promise<void> {
  await tx
    .deleteFrom('role_mapping')
    .where('organization_id', '=', mapping.organizationId)
    .where('platform', '=', mapping.platform)
    .where('workspace_id', '=', mapping.workspaceId)
    .where('role_id', '=', mapping.roleId)
    .execute();
}

/** The mappings of a user's roles, the most powerful role first. */
export async function findRoleMappings(
  db: Reader,
  organizationId: string,
  workspace: { platform: string; workspaceId: string },
  roleIds: readonly string[],
): Promise<{ departmentId: string; role: Role }[]> {
  if (roleIds.length === 0) return [];
  return db
    .selectFrom('role_mapping')
    .select(['department_id as departmentId', 'person_role as role'])
    .where('organization_id', '=', organizationId)
    .where('platform', '=', workspace.platform)
    .where('workspace_id', '=', workspace.workspaceId)
    .where('role_id', 'in', roleIds)
    .orderBy(
      (eb) =>
        eb
          .case('person_role')
          .when('admin')
          .then(0)
          .when('approver')
          .then(1)
          .when('manager')
          .then(2)
          .when('finance')
          .then(3)
          .when('hr')
          .then(4)
          .else(5)
          .end(),
      'asc',
    )
    .execute();
}
