import type { Tx } from '#src/db/kit/schema.ts';
import { lockOpenReset } from '#src/db/session/factor-reset.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { FactorReset } from '#src/domain/session/factor-reset.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refusalOfAlteredFactor } from './refuse-altered-factor.ts';

/** Locks the reset that waits for another admin. Refused when none does any more, or when somebody wrote it in the database. */
export async function lockReset(
  deps: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  { organizationId, id: personId, name }: Person,
): Promise<Outcome<FactorReset>> {
  const waiting = await lockOpenReset(tx, { organizationId, personId });
  if (!waiting || waiting.expiresAt <= tx.now) return refused({ kind: 'no-reset', name });
  const row = { organizationId, name: 'factor_reset' as const, key: waiting.id };
  const altered = await refusalOfAlteredFactor(deps, tx, row);
  return altered ? refused(altered) : done(waiting);
}
