import { transact } from '#src/db/kit/transact.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Session } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Begun } from './steps/begin-session.ts';
import { stepUp } from './steps/step-up.ts';
import { type PassedFactor, takeFactorCode } from './steps/take-factor-code.ts';

/** Who is signed in by which session, and what they typed. */
export type TypedFactor = {
  person: Pick<Person, 'organizationId' | 'id'>;
  session: Pick<Session, 'organizationId' | 'id'>;
  typed: string;
};

/**
 * Takes what a signed-in person typed as their second factor: six digits of their app, or a recovery code. A new session takes the
 * place of theirs, in the same transaction.
 *
 * Refuses a wrong or used code, and anything while wrong ones make them wait.
 *
 * @throws `LostAnswer` when it may have been taken; after any other fault it was not.
 */
export async function passFactor(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person: { organizationId, id }, session, typed }: TypedFactor,
): Promise<Outcome<PassedFactor & { begun: Begun }>> {
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, id);
    const passed = await takeFactorCode(deps, tx, person, typed);
    if (!passed.ok) return passed;
    const begun = await stepUp(deps, tx, session);
    return begun.ok ? done({ ...passed.value, begun: begun.value }) : begun;
  });
}
