import { type Outcome, done, refused } from '#src/domain/outcome.ts';
import { type Actor, may } from '#src/domain/people/access.ts';

/** Who did something, for the activity log: a person by id, the operator by name. */
export type Doer = { actorId: string | null; operator?: string };

/** Only admins and whoever runs the program say whose an account is. */
export function mayLink(actor: Actor): Outcome<Doer> {
  if ('operator' in actor) return done({ actorId: null, operator: actor.operator });
  const isAllowed = !actor.isDeactivated && may(actor.role, 'link-identities');
  return isAllowed ? done({ actorId: actor.id }) : refused({ kind: 'admins-only', role: actor.role });
}
