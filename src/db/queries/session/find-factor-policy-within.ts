import type { Reader } from '#src/db/kit/schema.ts';
import { findFactorPolicy } from '#src/db/session/factor-policy.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { FactorPolicy } from '#src/domain/session/factor-policy.ts';

/** Who has to have a second factor, and above which amounts it is asked for. */
export async function findFactorPolicyWithin(db: Reader, scope: Scope): Promise<Outcome<FactorPolicy>> {
  if (!scope.isAll) return refused({ kind: 'not-yours-to-see' });
  return done(await findFactorPolicy(db, scope.organizationId));
}
