import { sql } from 'kysely';
import type { Addressee } from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/**
 * People with all that messages reach them by, in one query, by their ids. A chat user whose workspace is unknown takes the
 * only one that the organization has on that platform.
 *
 * Each `limit 1` and `offset 0` says that rows are looked up by their key: as plain joins they take longer to plan, and the
 * planner may read everybody of the organization to find two of them.
 */
export async function findAddressees(
  db: Reader,
  people: readonly { organizationId: string; id: string }[],
): Promise<Map<string, Addressee<ChatUser>>> {
  const distinct = [...new Map(people.map((person) => [person.id, person])).values()];
  if (distinct.length === 0) return new Map();
  const { rows } = await sql<Addressee<ChatUser> & { id: string }>`
    select p.id, p.name, p.email, p.prefers, p.deactivated_at is not null as "isDeactivated", chat.users
      from unnest(
        ${distinct.map(({ organizationId }) => organizationId)}::uuid[], ${distinct.map(({ id }) => id)}::uuid[]
      ) asked (organization_id, id)
     cross join lateral (
       select * from person p where p.organization_id = asked.organization_id and p.id = asked.id limit 1) p
     cross join lateral (
       select coalesce(
                json_agg(
                  json_build_object('platform', platform, 'userId', user_id, 'workspaceId', workspace_id)
                  order by platform, user_id),
                '[]') as users
         from (
           select distinct on (i.platform, i.user_id) i.platform, i.user_id,
                  coalesce(i.workspace_id, link.workspace_id, '') as workspace_id
             from (
               select * from identity i where i.organization_id = p.organization_id and i.person_id = p.id offset 0) i
             left join workspace_link link
               on link.organization_id = i.organization_id and link.platform = i.platform
            order by i.platform, i.user_id) known) chat`.execute(db);
  return new Map(rows.map(({ id, ...addressee }) => [id, addressee]));
}
