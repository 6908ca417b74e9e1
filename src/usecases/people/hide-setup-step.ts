import { saveHiddenStep } from '#src/db/people/setup.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct, type PersonActor } from '#src/domain/people/access.ts';
import type { SetupStep } from '#src/domain/people/setup.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Says that the organization does without a step of the set-up, or that it wants it after all. */
export async function hideSetupStep(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  { actor, step, isHidden }: { actor: PersonActor; step: SetupStep; isHidden: boolean },
): Promise<Outcome<undefined>> {
  if (!mayAct(actor, 'set-up')) return refused({ kind: 'setup-not-allowed', role: actor.role });
  const { organizationId, id: by } = actor;
  await transact(deps, (tx) => saveHiddenStep(tx, { organizationId, step, isHidden, by }));
  return done(undefined);
}
