import { transact } from '#src/db/kit/transact.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { findPendingIdentity } from '#src/db/people/pending-identity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { type PendingReason, roleThrough } from '#src/domain/people/identity.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { keepWaiting } from './identify-newcomer.ts';

/**
 * Has the rights of somebody who was linked by address, and got a role since, wait for an admin. Undefined when there
 * are none to wait for.
 */
export async function askForRole(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, id, name }: Person,
  user: ChatUser,
  profile: ChatProfile | undefined,
): Promise<{ number: number; reason: PendingReason } | undefined> {
  const { role } = await getPerson(deps.db, organizationId, id);
  if (roleThrough('address', role) === role) return undefined;
  const before = await findPendingIdentity(deps.db, { organizationId, ...user });
  if (before) return before;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const known = profile ?? { name, isBot: false, isDeactivated: false };
    return keepWaiting(deps, tx, { organizationId, user, profile: known }, { personId: id, reason: 'role' });
  });
}
