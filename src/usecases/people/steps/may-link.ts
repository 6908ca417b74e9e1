import { type Outcome, done, refused } from '#src/domain/outcome.ts';
import { type Actor, may } from '#src/domain/people/access.ts';

/**
 * Only admins and whoever runs the program say whose an account is. For the activity log: the admin's id, or null for
 * the operator, whom the log knows anyway.
 */
export function mayLink(actor: Actor): Outcome<{ actorId: string | null }> {
  if ('operator' in actor) return done({ actorId: null });
  const isAllowed = !actor.isDeactivated && may(actor.role, 'link-identities');
  return isAllowed ? done({ actorId: actor.id }) : refused({ kind: 'admins-only', role: actor.role });
}
