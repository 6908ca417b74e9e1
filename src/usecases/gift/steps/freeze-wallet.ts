import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { saveWalletState } from '#src/db/wallet/wallet.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** `actorId`: null where a rule did it. */
export type WalletFreeze = {
  owner: Pick<Person, 'organizationId' | 'id'>;
  actorId: string | null;
  isFrozen: boolean;
  reason: string;
};

/** Freezes or unfreezes the wallet of a locked person, who is told. False when it was that way already. */
export async function setWalletFrozen(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { owner, actorId, isFrozen, reason }: WalletFreeze,
): Promise<boolean> {
  const { organizationId, id: subjectId } = owner;
  const state = { frozenAt: isFrozen ? tx.now : null, frozenBy: isFrozen ? actorId : null, reason };
  if (!(await saveWalletState(tx, owner, state))) return false;
  const kind = isFrozen ? 'wallet.frozen' : 'wallet.unfrozen';
  const detail = { reason };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind, actorId, subjectId, detail },
  ]);
  const told = { ...detail, at: tx.now.toISOString() };
  await notify(deps, tx, [{ organizationId, personId: subjectId, subjectId, kind, detail: told }]);
  return true;
}
