import { type FoundRules, findRules } from '#src/db/budget/giving-policy.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Clock } from '#src/ports/clock.ts';

export type { FoundRules };

/**
 * A department's rules or, with null, the defaults for departments in a currency that have none of their own. `at`: as they will be then,
 * as far as is known; missing for now.
 */
export type RulesOf = { departmentId: string | null; currency: string; at?: Date | undefined };

/** The giving rules. Whoever sees a department's rules also sees the defaults it may follow. */
export async function findGivingRulesWithin(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  { departmentId, currency, at }: RulesOf,
): Promise<Outcome<FoundRules>> {
  const isSeen = sees(scope, { departmentId: departmentId ?? scope.departmentId ?? null });
  if (!isSeen) return refused({ kind: 'not-yours-to-see' });
  const { organizationId } = scope;
  return done(await findRules(db, { organizationId, departmentId, currency }, at ?? clock.now()));
}
