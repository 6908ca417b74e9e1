import { type Outcome, done, refused } from '#src/domain/outcome.ts';
import { type Actor, may } from '#src/domain/people/access.ts';

/** Only admins and whoever runs the program manage webhooks. For the record: the admin's id, or null for the operator. */
export function mayManage(actor: Actor): Outcome<{ actorId: string | null }> {
  if ('operator' in actor) return done({ actorId: null });
  const isAllowed = !actor.isDeactivated && may(actor.role, 'manage-webhooks');
  return isAllowed ? done({ actorId: actor.id }) : refused({ kind: 'admins-only', role: actor.role });
}
