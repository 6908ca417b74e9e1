import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may, type PersonActor } from '#src/domain/people/access.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';

export type Asker = Pick<PersonActor, 'id' | 'role'>;

/**
 * Whoever asks for a change of people, as they are under its lock: they may have lost their role since they signed in, and a session
 * may give less than their role. Undefined where somebody with a shell asks.
 */
export function askerAmong(
  known: readonly KnownPerson[],
  by: PersonActor | undefined,
): Outcome<Asker | undefined> {
  if (!by) return done(undefined);
  const { role: roleNow = 'employee', isDeactivated = true } = known.find(({ id }) => id === by.id) ?? {};
  const role = may(by.role, 'set-roles') ? roleNow : by.role;
  const isAllowed = !isDeactivated && may(roleNow, 'keep-people') && may(role, 'keep-people');
  return isAllowed ? done({ id: by.id, role }) : refused({ kind: 'people-not-allowed', role: roleNow });
}
