import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { PendingReason } from '#src/domain/people/identity.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** A chat account that waits for an admin, with what its platform says and the person whom it would be. */
export type WaitingAccount = {
  number: number;
  platform: string;
  userId: string;
  workspaceId: string;
  reason: PendingReason;
  profile: ChatProfile;
  askedAt: Date;
  person: string;
  email: string | null;
  role: Role;
};

/** The accounts that wait for an admin, the oldest first. */
export async function listPendingIdentities(db: Reader, scope: Scope): Promise<WaitingAccount[]> {
  const { rows } = await sql<WaitingAccount>`
    select i.number, i.platform, i.user_id as "userId", i.workspace_id as "workspaceId", i.reason, i.profile,
           i.asked_at as "askedAt", p.name as person, p.email, p.role
      from pending_identity i
      join person p on p.organization_id = i.organization_id and p.id = i.person_id
     where i.organization_id = ${scope.organizationId} and i.status = 'pending'
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
     order by i.number`.execute(db);
  return rows;
}
