import { createHash, randomBytes } from 'node:crypto';
import type { Db, Reader } from '#src/db/kit/schema.ts';

/** Whose link to which approval. */
export type ApprovalLink = { organizationId: string; approvalId: string; personId: string };

const TOKEN_BYTES = 32;

/** Makes a link's token, 43 characters, which whoever has it decides by. Only its hash is kept. */
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

/** A plain hash: the token is too random to be guessed. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
