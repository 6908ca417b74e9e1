import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { may, type Scope } from '#src/domain/people/access.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';

/** A reset of a second factor that waits for another admin. */
export type WaitingReset = {
  personId: string;
  name: string;
  asker: string;
  askerId: string;
  reason: string;
  askedAt: Date;
  expiresAt: Date;
};

/** The resets that wait at an instant, oldest first: for admins. */
export async function listFactorResets(
  db: Reader,
  scope: Scope,
  now: Date,
): Promise<Outcome<WaitingReset[]>> {
  const mayDecide = scope.role === undefined || may(scope.role, 'link-identities');
  if (!scope.isAll || !mayDecide) return refused({ kind: 'not-yours-to-see' });
  const { rows } = await sql<WaitingReset>`
    select r.person_id as "personId", p.name, a.name as asker, a.id as "askerId", r.reason, r.asked_at as "askedAt", r.expires_at as "expiresAt"
      from factor_reset r
      join person p on p.organization_id = r.organization_id and p.id = r.person_id
      join person a on a.organization_id = r.organization_id and a.id = r.asked_by
     where r.organization_id = ${scope.organizationId} and r.status = 'open' and r.expires_at > ${now}
     order by r.asked_at, r.id`.execute(db);
  return done(rows);
}
