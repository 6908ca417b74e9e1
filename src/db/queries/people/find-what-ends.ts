import { sql } from 'kysely';
import type { Scope } from '#src/domain/people/access.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** What ends when somebody leaves, in numbers. `approvals`: open decisions that were put to them and pass on to others. */
export type WhatEnds = { sessions: number; tokens: number; approvals: number; requests: number };

/** What would end for a person who leaves now; undefined for readers who do not see everybody. */
export async function findWhatEnds(
  db: Reader,
  { organizationId, isAll }: Scope,
  personId: string,
  now: Date,
): Promise<WhatEnds | undefined> {
  if (!isAll) return undefined;
  const { rows } = await sql<WhatEnds>`
    select (select count(*) from session s where s.organization_id = p.organization_id and s.person_id = p.id
              and s.ended_at is null and s.expires_at > ${now})::integer as sessions,
           (select count(*) from api_token t where t.organization_id = p.organization_id and t.person_id = p.id
              and t.ended_at is null and t.expires_at > ${now})::integer as tokens,
           (select count(distinct a.id) from approval a
              join notification n on n.organization_id = a.organization_id and n.subject_id = a.id and n.person_id = p.id
               and n.kind = 'approval.asked'
             where a.organization_id = p.organization_id and a.status = 'open')::integer as approvals,
           (select count(*) from approval a where a.organization_id = p.organization_id and a.requested_by = p.id
              and a.status = 'open')::integer as requests
      from person p where p.organization_id = ${organizationId} and p.id = ${personId}`.execute(db);
  return rows[0];
}
