import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { PendingReason } from '#src/domain/people/identity.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { AccountRef } from './identity.ts';

/** An account that waits for an admin, and the person whose address it has. */
export type NewPendingIdentity = ChatUser & {
  organizationId: string;
  personId: string;
  reason: PendingReason;
  profile: ChatProfile;
};

export type PendingIdentity = NewPendingIdentity & { number: number; askedAt: Date };

/** Records that an account waits, and why; asked again, it keeps its number. */
export async function savePendingIdentity(
  tx: Tx,
  { organizationId, platform, userId, workspaceId, personId, reason, profile }: NewPendingIdentity,
): Promise<PendingIdentity> {
  const { number } = await tx
    .insertInto('pending_identity')
    .values({
      organization_id: organizationId,
      platform,
      user_id: userId,
      workspace_id: workspaceId,
      person_id: personId,
      status: 'pending',
      reason,
      profile: JSON.stringify(profile),
      asked_at: tx.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'platform', 'user_id']).doUpdateSet((eb) => ({
        workspace_id: eb.ref('excluded.workspace_id'),
        person_id: eb.ref('excluded.person_id'),
        status: eb.ref('excluded.status'),
        reason: eb.ref('excluded.reason'),
        profile: eb.ref('excluded.profile'),
        asked_at: eb.ref('excluded.asked_at'),
      })),
    )
    .returning('number')
    .executeTakeFirstOrThrow();
  return {
    organizationId,
    platform,
    userId,
    workspaceId,
    personId,
    reason,
    profile,
    number,
    askedAt: tx.now,
  };
}

const columns = [
  'organization_id as organizationId',
  'number',
  'platform',
  'user_id as userId',
  'workspace_id as workspaceId',
  'person_id as personId',
  'reason',
  'profile',
  'asked_at as askedAt',
] as const;

/** The waiting account of this user, if it waits. */
export async function findPendingIdentity(
  db: Reader,
  { organizationId, platform, userId }: AccountRef,
): Promise<PendingIdentity | undefined> {
  return db
    .selectFrom('pending_identity')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('user_id', '=', userId)
    .where('status', '=', 'pending')
    .executeTakeFirst();
}

/** The waiting account with this number, if it waits. */
export async function findPendingByNumber(
  db: Reader,
  organizationId: string,
  number: number,
): Promise<PendingIdentity | undefined> {
  return db
    .selectFrom('pending_identity')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('number', '=', number)
    .where('status', '=', 'pending')
    .executeTakeFirst();
}

/** The numbers and reasons of those of these users who wait, by `platform|userId`. */
export async function findPendingOf(
  db: Reader,
  users: readonly AccountRef[],
): Promise<ReadonlyMap<string, { number: number; reason: PendingReason }>> {
  if (users.length === 0) return new Map();
  const { rows } = await sql<AccountRef & { number: number; reason: PendingReason }>`
    select p.organization_id as "organizationId", p.platform, p.user_id as "userId", p.number, p.reason
      from unnest(
        ${users.map((user) => user.organizationId)}::uuid[], ${users.map((user) => user.platform)}::text[],
        ${users.map((user) => user.userId)}::text[]) asked (organization_id, platform, user_id)
      join pending_identity p using (organization_id, platform, user_id)
     where p.status = 'pending'`.execute(db);
  return new Map(rows.map((row) => [accountKey(row), { number: row.number, reason: row.reason }]));
}

/** Equal for references to one account. */
export function accountKey({ organizationId, platform, userId }: AccountRef): string {
  return `${organizationId}|${platform}|${userId}`;
}
