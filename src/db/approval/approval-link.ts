import { createHash, randomBytes } from 'node:crypto';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';

/** Who may use the link, and for which approval. */
export type ApprovalLink = { organizationId: string; approvalId: string; personId: string };

const TOKEN_BYTES = 32;

/** Creates a link's token, 43 characters: whoever has it can decide. Only its hash is stored. */
export async function insertApprovalLink(
  db: Db,
  { organizationId, approvalId, personId }: ApprovalLink,
  createdAt: Date,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await db
    .insertInto('approval_link')
    .values({
      organization_id: organizationId,
      token_hash: hashOf(token),
      approval_id: approvalId,
      person_id: personId,
      created_at: createdAt,
    })
    .execute();
  return token;
}

export async function findApprovalLink(db: Reader, token: string): Promise<ApprovalLink | undefined> {
  return db
    .selectFrom('approval_link')
    .select(['organization_id as organizationId', 'approval_id as approvalId', 'person_id as personId'])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
}

/** A plain hash is enough: the token is too random to guess. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Removes every link that people have: they left. */
export async function deleteApprovalLinks(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .deleteFrom('approval_link')
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', personIds)
    .execute();
}
