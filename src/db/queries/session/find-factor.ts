import type { Reader } from '#src/db/kit/schema.ts';
import { findFactorState } from '#src/db/session/factor.ts';
import { findFactorPolicy } from '#src/db/session/factor-policy.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { FactorState } from '#src/domain/session/factor.ts';

/**
 * What second factor somebody has, and whether their role has to have one. `reset`: two admins are about to end it; it may be too old
 * to be confirmed.
 */
export type FoundFactor = FactorState & {
  isRequired: boolean;
  reset: { asker: string; reason: string; expiresAt: Date } | undefined;
};

/** What second factor somebody has, for themselves and for admins. Never its secret. */
export async function findFactor(db: Reader, scope: Scope, personId: string): Promise<Outcome<FoundFactor>> {
  const { organizationId, isAll } = scope;
  if (!isAll && scope.personId !== personId) return refused({ kind: 'not-yours-to-see' });
  const [person, state, { roles }, reset] = await Promise.all([
    db
      .selectFrom('person')
      .select('role')
      .where('organization_id', '=', organizationId)
      .where('id', '=', personId)
      .executeTakeFirst(),
    findFactorState(db, { organizationId, personId }),
    findFactorPolicy(db, organizationId),
    db
      .selectFrom('factor_reset')
      .innerJoin('person', (on) =>
        on
          .onRef('person.organization_id', '=', 'factor_reset.organization_id')
          .onRef('person.id', '=', 'factor_reset.asked_by'),
      )
      .select(['person.name as asker', 'factor_reset.reason', 'factor_reset.expires_at as expiresAt'])
      .where('factor_reset.organization_id', '=', organizationId)
      .where('factor_reset.person_id', '=', personId)
      .where('factor_reset.status', '=', 'open')
      .executeTakeFirst(),
  ]);
  if (!person) return refused({ kind: 'not-yours-to-see' });
  return done({ ...state, isRequired: roles.includes(person.role), reset });
}
