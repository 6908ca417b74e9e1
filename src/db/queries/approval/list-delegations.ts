import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** Somebody who decides for somebody who is away. */
export type ListedDelegation = { from: string; to: string; startsAt: Date; endsAt: Date };

/** The delegations that run at an instant or are to come, as far as the reader may see them, soonest first. */
export async function listDelegations(db: Reader, scope: Scope, at: Date): Promise<ListedDelegation[]> {
  const { rows } = await sql<ListedDelegation>`
    select away.name as "from", stand_in.name as "to", d.starts_at as "startsAt", d.ends_at as "endsAt"
      from delegation d
      join person away on away.organization_id = d.organization_id and away.id = d.person_id
      join person stand_in on stand_in.organization_id = d.organization_id and stand_in.id = d.delegate_id
     where d.organization_id = ${scope.organizationId} and d.ends_at > ${at}
       and ${within(scope, { people: ['d.person_id', 'd.delegate_id'], department: 'away.department_id' })}
     order by d.starts_at, d.id`.execute(db);
  return rows;
}
