import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { must } from '#src/domain/kit/must.ts';
import type { Workspace } from '#src/ports/chat.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

export type Organization = { id: string; name: string; currency: string; timeZone: string };

/** The first organization, the one that a deployment starts with. */
export async function findOrganization(db: Reader): Promise<Organization | undefined> {
  const row = await db
    .selectFrom('organization')
    .selectAll()
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row && { id: row.id, name: row.name, currency: row.currency, timeZone: row.time_zone };
}

/**
 * A name for this installation's keys on servers that it may share with others: the same in all its processes. A copy of
 * the database under another name is another installation.
 *
 * @throws when there is no organization yet.
 */
export async function getInstallation(db: Reader): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select id || '/' || current_database() as name from organization order by created_at limit 1`.execute(db);
  const { name } = must(rows[0], 'organization');
  return `largesse-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

export async function findOrganizationById(db: Reader, id: string): Promise<Organization | undefined> {
  const row = await db.selectFrom('organization').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { id, name: row.name, currency: row.currency, timeZone: row.time_zone };
}

/** Throws when there is no such organization. */
export async function getOrganization(db: Reader, id: string): Promise<Organization> {
  const row = await db.selectFrom('organization').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return { id, name: row.name, currency: row.currency, timeZone: row.time_zone };
}

export async function listOrganizationIds(db: Reader): Promise<string[]> {
  const rows = await db.selectFrom('organization').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** Keeps anybody else from creating an organization until the transaction ends. */
export async function lockOrganizations(tx: Tx): Promise<void> {
  await sql`lock table organization in exclusive mode`.execute(tx);
}

/**
 * Keeps anybody else from adding people to an organization, or linking chat users to them, until the transaction ends.
 */
export async function lockPeople(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .selectFrom('organization')
    .select('id')
    .where('id', '=', organizationId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export async function insertOrganization(tx: Tx, organization: Organization): Promise<void> {
  const { id, name, currency, timeZone } = organization;
  await tx.insertInto('organization').values({ id, name, currency, time_zone: timeZone }).execute();
}

export async function saveOrganization(
  tx: Tx,
  { id, name, currency, timeZone }: Organization,
): Promise<void> {
  await tx
    .updateTable('organization')
    .set({ name, currency, time_zone: timeZone })
    .where('id', '=', id)
    .execute();
}

/** Joins a workspace to an organization; a workspace that has already joined one stays there. */
export async function linkWorkspace(tx: Tx, organizationId: string, workspace: Workspace): Promise<void> {
  const { platform, workspaceId, name } = workspace;
  await tx
    .insertInto('workspace_link')
    .values({ organization_id: organizationId, platform, workspace_id: workspaceId, name })
    .onConflict((conflict) => conflict.columns(['platform', 'workspace_id']).doUpdateSet({ name }))
    .execute();
}

export async function findOrganizationOfWorkspace(
  db: Reader,
  workspace: { platform: string; workspaceId: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('workspace_link')
    .select('organization_id')
    .where('platform', '=', workspace.platform)
    .where('workspace_id', '=', workspace.workspaceId)
    .executeTakeFirst();
  return row?.organization_id;
}
