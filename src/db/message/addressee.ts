import { sql } from 'kysely';
import type { Addressee } from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/**
 * People and every way to reach them, in one query, by their ids. A chat user whose workspace is unknown gets the
 * organization's only workspace on that platform. Accounts that the platform says are gone are left out.
 *
 * Each `limit 1` and `offset 0` tells the planner that rows are looked up by their key: plain joins take longer to
 * plan, and the planner may read every person in the organization to find two.
 */
export async function findAddressees(
  db: Reader,
  people: readonly { organizationId: string; id: string }[],
): Promise<Map<string, Addressee<ChatUser>>> {
  const distinct = [...new Map(people.map((person) => [person.id, person])).values()];
  if (distinct.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select p.id, p.name, p.email, p.prefers, p.deactivated_at is not null as "isDeactivated", i.platform,
           i.user_id as "userId",
           coalesce(
             i.workspace_id,
             (select l.workspace_id from workspace_link l
               where l.organization_id = i.organization_id and l.platform = i.platform limit 1),
             '') as "workspaceId"
      from unnest(
        ${distinct.map(({ organizationId }) => organizationId)}::uuid[], ${distinct.map(({ id }) => id)}::uuid[]
      ) asked (organization_id, id)
     cross join lateral (
       select * from person p where p.organization_id = asked.organization_id and p.id = asked.id limit 1) p
      left join lateral (
       select * from identity i
        where i.organization_id = p.organization_id and i.person_id = p.id and i.gone_at is null offset 0) i on true
     order by i.platform, i.user_id`.execute(db);
  const found = new Map<string, Addressee<ChatUser>>();
  for (const { id, platform, userId, workspaceId, ...person } of rows) {
    const user = platform === null ? [] : [{ platform, userId, workspaceId }];
    found.set(id, { ...person, users: [...(found.get(id)?.users ?? []), ...user] });
  }
  return found;
}

/** A person with one of their chat users, or with nulls when they have none. */
type Row = { id: string } & Omit<Addressee<ChatUser>, 'users'> &
  (ChatUser | { platform: null; userId: null; workspaceId: string });
