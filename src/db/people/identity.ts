import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';
import type { LinkedAccount } from '#src/domain/people/follow-account.ts';
import type { LinkedBy } from '#src/domain/people/identity.ts';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';

/** A person's chat user. `workspaceId` null: unknown, so a stored one is kept. Without `linkedBy`, HR named it. */
export type NewIdentity = {
  organizationId: string;
  personId: string;
  platform: string;
  userId: string;
  workspaceId: string | null;
  linkedBy?: LinkedBy;
  /** What the platform said, and when, if it was asked. */
  seen?: { at: Date; isGuest: boolean };
};

/**
 * Links chat users to people in one statement, replacing earlier links. Each user may appear once. They wait for no
 * admin any more.
 */
export async function saveIdentities(tx: Tx, identities: readonly NewIdentity[]): Promise<void> {
  const insert = insertOf('identity', identities, {
    organization_id: ['uuid', (identity) => identity.organizationId],
    person_id: ['uuid', (identity) => identity.personId],
    platform: ['text', (identity) => identity.platform],
    user_id: ['text', (identity) => identity.userId],
    workspace_id: ['text', (identity) => identity.workspaceId],
    linked_by: ['text', (identity) => identity.linkedBy ?? 'hr'],
    looked_at: ['timestamptz', (identity) => identity.seen?.at],
    is_guest: ['boolean', (identity) => identity.seen?.isGuest ?? false],
  });
  if (!insert) return;
  await sql`
    ${insert} on conflict (organization_id, platform, user_id) do update
       set person_id = excluded.person_id,
           workspace_id = coalesce(excluded.workspace_id, identity.workspace_id),
           linked_by = excluded.linked_by,
           looked_at = case when identity.person_id = excluded.person_id
                            then coalesce(excluded.looked_at, identity.looked_at) else excluded.looked_at end,
           is_guest = case when excluded.looked_at is null then identity.is_guest else excluded.is_guest end,
           gone_at = case when identity.person_id = excluded.person_id and excluded.looked_at is null
                          then identity.gone_at end`.execute(tx);
  await sql`
    update pending_identity p set status = 'linked'
      from unnest(
        ${identities.map((one) => one.organizationId)}::uuid[], ${identities.map((one) => one.platform)}::text[],
        ${identities.map((one) => one.userId)}::text[]) linked (organization_id, platform, user_id)
     where (p.organization_id, p.platform, p.user_id) = (linked.organization_id, linked.platform, linked.user_id)
       and p.status = 'pending'`.execute(tx);
}

/** Records in which workspaces chat users were seen, where that was unknown. */
export async function saveWorkspacesSeen(
  db: Db,
  users: readonly ({ organizationId: string } & ChatUser)[],
): Promise<void> {
  if (users.length === 0) return;
  await sql`
    update identity i set workspace_id = seen.workspace_id
      from unnest(
        ${users.map((user) => user.organizationId)}::uuid[], ${users.map((user) => user.platform)}::text[],
        ${users.map((user) => user.userId)}::text[], ${users.map((user) => user.workspaceId)}::text[]
      ) seen (organization_id, platform, user_id, workspace_id)
     where (i.organization_id, i.platform, i.user_id) = (seen.organization_id, seen.platform, seen.user_id)
       and i.workspace_id is null`.execute(db);
}

/** A chat user of an organization; who is meant does not depend on the workspace. */
export type AccountRef = PlatformUser & { organizationId: string };

/** A linked account. `lookedAt`: when the platform was last asked about it. */
export type KnownAccount = LinkedAccount & {
  personId: string;
  workspaceId: string | null;
  lookedAt: Date | null;
};

export async function findAccount(
  db: Reader,
  { organizationId, platform, userId }: AccountRef,
): Promise<KnownAccount | undefined> {
  const row = await db
    .selectFrom('identity')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return (
    row && {
      personId: row.person_id,
      workspaceId: row.workspace_id,
      linkedBy: row.linked_by,
      lookedAt: row.looked_at,
      isGuest: row.is_guest,
      isGone: row.gone_at !== null,
    }
  );
}

/** Those of these accounts that are linked and were not looked at since. */
export async function listStaleAccounts(
  db: Reader,
  users: readonly AccountRef[],
  since: Date,
): Promise<AccountRef[]> {
  if (users.length === 0) return [];
  const { rows } = await sql<AccountRef>`
    select distinct i.organization_id as "organizationId", i.platform, i.user_id as "userId"
      from unnest(
        ${users.map((user) => user.organizationId)}::uuid[], ${users.map((user) => user.platform)}::text[],
        ${users.map((user) => user.userId)}::text[]) asked (organization_id, platform, user_id)
      join identity i using (organization_id, platform, user_id)
     where i.looked_at is null or i.looked_at <= ${since}`.execute(db);
  return rows;
}

/** How many accounts of a platform a person has, `but` left out; without a platform, those on all that are not gone. */
export async function countAccounts(
  db: Reader,
  person: { organizationId: string; id: string },
  { platform, but }: { platform: string; but?: undefined } | { platform?: undefined; but: AccountRef },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from identity
     where organization_id = ${person.organizationId} and person_id = ${person.id}
       and ${
         platform === undefined
           ? sql`gone_at is null and platform not in ('playground', 'oidc')
                 and (platform, user_id) <> (${but.platform}, ${but.userId})`
           : sql`platform = ${platform}`
       }`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Records what a platform said about an account; `workspaceId`: where it was found again. */
export async function saveLook(
  tx: Tx,
  { organizationId, platform, userId }: AccountRef,
  { isGuest, isGone, workspaceId }: { isGuest: boolean; isGone: boolean; workspaceId?: string },
): Promise<void> {
  await sql`
    update identity
       set looked_at = ${tx.now}, is_guest = ${isGuest},
           workspace_id = coalesce(${workspaceId ?? null}, workspace_id),
           gone_at = case when ${isGone} then coalesce(gone_at, ${tx.now}) end
     where organization_id = ${organizationId} and platform = ${platform} and user_id = ${userId}`.execute(
    tx,
  );
}

/** Records that an account was looked at, with nothing new to tell. */
export async function saveLooked(
  db: Db,
  { organizationId, platform, userId }: AccountRef,
  at: Date,
): Promise<void> {
  await db
    .updateTable('identity')
    .set({ looked_at: at })
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('user_id', '=', userId)
    .execute();
}

/** The accounts of a workspace that joined by a role there, and whose people have this place and role now. */
export async function listUsersByRole(
  db: Reader,
  by: { organizationId: string; platform: string; workspaceId: string; departmentId: string; role: Role },
): Promise<(AccountRef & { workspaceId: string })[]> {
  const { organizationId, platform, workspaceId } = by;
  const rows = await db
    .selectFrom('identity as i')
    .innerJoin('person as p', (join) =>
      join.onRef('p.organization_id', '=', 'i.organization_id').onRef('p.id', '=', 'i.person_id'),
    )
    .select('i.user_id as userId')
    .where('i.organization_id', '=', organizationId)
    .where('i.platform', '=', platform)
    .where('i.workspace_id', '=', workspaceId)
    .where('i.linked_by', '=', 'role')
    .where('p.department_id', '=', by.departmentId)
    .where('p.role', '=', by.role)
    .execute();
  return rows.map(({ userId }) => ({ organizationId, platform, workspaceId, userId }));
}

/** Has the platform asked about accounts again before it is believed. */
export async function forgetLooks(tx: Tx, accounts: readonly AccountRef[]): Promise<void> {
  await sql`
    update identity i set looked_at = null
      from unnest(
        ${accounts.map(({ organizationId }) => organizationId)}::uuid[],
        ${accounts.map(({ platform }) => platform)}::text[], ${accounts.map(({ userId }) => userId)}::text[]
      ) asked (organization_id, platform, user_id)
     where (i.organization_id, i.platform, i.user_id) = (asked.organization_id, asked.platform, asked.user_id)`.execute(
    tx,
  );
}

export async function deleteIdentity(
  tx: Tx,
  { organizationId, platform, userId }: AccountRef,
): Promise<void> {
  await tx
    .deleteFrom('identity')
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('user_id', '=', userId)
    .execute();
}

/** The workspaces of a platform that have joined, the one that this user was last known in first. */
export async function listHomes(
  db: Reader,
  { platform, userId }: { platform: string; userId: string },
): Promise<string[]> {
  const { rows } = await sql<{ workspaceId: string }>`
    select l.workspace_id as "workspaceId"
      from workspace_link l
     where l.platform = ${platform}
     order by exists (select from identity i
                       where i.organization_id = l.organization_id and i.platform = l.platform
                         and i.user_id = ${userId} and i.workspace_id = l.workspace_id) desc, l.linked_at`.execute(
    db,
  );
  return rows.map(({ workspaceId }) => workspaceId);
}
