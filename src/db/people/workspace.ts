import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { keyOfBytes } from '#src/db/kit/key-of-bytes.ts';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';
import type { Workspace } from '#src/ports/chat.ts';

export type LinkedWorkspace = Workspace & { linkedAt: Date };

export async function listWorkspaces(db: Reader, organizationId: string): Promise<LinkedWorkspace[]> {
  return db
    .selectFrom('workspace_link')
    .select(['platform', 'workspace_id as workspaceId', 'name', 'linked_at as linkedAt'])
    .where('organization_id', '=', organizationId)
    .orderBy('linked_at')
    .execute();
}

/** Keeps the name of a workspace that has joined; false when it has not. */
export async function renameWorkspace(db: Db, { platform, workspaceId, name }: Workspace): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('workspace_link')
    .set({ name })
    .where('platform', '=', platform)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const CODE_BYTES = 15;

export type NewInvite = { organizationId: string; invitedBy: string | null; expiresAt: Date };

/** Creates a code, 24 characters, with which one workspace may join. Only its hash is stored. */
export async function insertWorkspaceInvite(
  tx: Tx,
  { organizationId, invitedBy, expiresAt }: NewInvite,
): Promise<string> {
  const code = randomBytes(CODE_BYTES).toString('hex').slice(0, 24).toUpperCase();
  await tx
    .insertInto('workspace_invite')
    .values({
      organization_id: organizationId,
      code_hash: hashOf(code),
      invited_by: invitedBy,
      created_at: tx.now,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return code;
}

/** The invitation with this code, used or not: `key` is what the record calls it. */
export async function findWorkspaceInvite(
  db: Reader,
  code: string,
): Promise<{ organizationId: string; key: string } | undefined> {
  const hash = hashOf(code);
  const invite = await db
    .selectFrom('workspace_invite')
    .select('organization_id as organizationId')
    .where('code_hash', '=', hash)
    .executeTakeFirst();
  return invite && { ...invite, key: keyOfBytes(hash) };
}

/** Uses a code up; undefined when it is wrong, used or too old. Of two who use it at once, one gets it. */
export async function useWorkspaceInvite(
  tx: Tx,
  code: string,
): Promise<{ organizationId: string; invitedBy: string | null } | undefined> {
  const { rows } = await sql<{ organizationId: string; invitedBy: string | null }>`
    update workspace_invite set used_at = ${tx.now}
     where code_hash = ${hashOf(code)} and used_at is null and expires_at > ${tx.now}
    returning organization_id as "organizationId", invited_by as "invitedBy"`.execute(tx);
  return rows[0];
}

/** A plain hash is enough: the code is too random to guess. Case, spaces and dashes do not matter. */
function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/gu, ''))
    .digest();
}
