import type { SealedFactor } from '#src/db/session/factor.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refuseUnread } from '#src/usecases/gift/steps/refuse-unread.ts';

/**
 * The secret of a factor, which opens in its own row only. Refused while this process lacks its key.
 *
 * @throws when it was altered.
 */
export async function openFactor(
  deps: Pick<Deps, 'keys' | 'log'>,
  { id, sealed }: Pick<SealedFactor, 'id' | 'sealed'>,
): Promise<Outcome<Secret>> {
  try {
    return done(deps.keys.openSecret(sealed, id));
  } catch (fault) {
    if (!(fault instanceof MissingKey)) throw fault;
    return refuseUnread(deps, [fault.keyId]);
  }
}
