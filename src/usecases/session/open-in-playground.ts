import { transact } from '#src/db/kit/transact.ts';
import { findSessionByToken } from '#src/db/session/session.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { SignInOrigin } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { beginSession, type Begun } from './steps/begin-session.ts';

/** Signs somebody in whom the playground takes at their word. `held`: the token of the session that the browser has. */
export async function openInPlayground(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, origin, held }: { person: Person; origin: SignInOrigin; held: string | undefined },
): Promise<Begun> {
  return transact(deps, async (tx) => {
    const replaced = held === undefined ? undefined : await findSessionByToken(tx, held);
    return beginSession(deps, tx, { person, how: 'playground', isLimited: false, origin, replaced });
  });
}
