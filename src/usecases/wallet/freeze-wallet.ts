import { transact } from '#src/db/kit/transact.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import { setWalletFrozen } from '#src/usecases/gift/steps/freeze-wallet.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Freezes somebody's wallet, or unfreezes it: while it is frozen, nothing can be redeemed into it or spent from it. Its owner is
 * told. Returns whether that changed anything.
 *
 * Refuses roles that may not, and one's own wallet: who froze it had a reason.
 */
export async function freezeWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    person,
    ownerId,
    isFrozen,
    reason,
  }: { person: Person; ownerId: string; isFrozen: boolean; reason: string },
): Promise<Outcome<{ isChanged: boolean }>> {
  const { organizationId, id: actorId, role } = person;
  const isOwn = ownerId === actorId;
  if (!may(role, 'guard-wallets') || (isOwn && !isFrozen))
    return refused({ kind: 'guard-not-allowed', role });
  return transact(deps, async (tx) => {
    const owner = await lockPerson(tx, organizationId, ownerId);
    return done({ isChanged: await setWalletFrozen(deps, tx, { owner, actorId, isFrozen, reason }) });
  });
}
