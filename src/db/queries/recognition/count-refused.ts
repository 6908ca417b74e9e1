import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** How many requests were refused for one reason. */
export type RefusedCount = { kind: Refusal['kind']; count: number };

/** Why requests that the reader may see were refused since an instant, the most frequent reason first. */
export async function countRefused(db: Reader, scope: Scope, since: Date): Promise<RefusedCount[]> {
  const { rows } = await sql<RefusedCount>`
    select refusal ->> 'kind' as kind, count(*)::integer as count
      from recognition
     where organization_id = ${scope.organizationId} and status = 'refused' and decided_at >= ${since}
       and ${within(scope, { people: ['giver_id'], department: 'department_id' })}
     group by refusal ->> 'kind'
     order by count desc, kind`.execute(db);
  return rows;
}
