import { transact } from '#src/db/kit/transact.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { findGuardPolicy, insertGuardPolicy } from '#src/db/wallet/guard-policy.ts';
import { changeGuard, type GuardChanges, type GuardPolicy } from '#src/domain/wallet/guard-policy.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Changes how an organization guards its wallets, from now on. Returns the policy in force. */
export async function setGuard(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    organizationId,
    changes,
    actorId,
  }: { organizationId: string; changes: GuardChanges; actorId: string | null },
): Promise<GuardPolicy> {
  return transact(deps, async (tx) => {
    // One change at a time: each keeps what the one before it set.
    await lockDepartments(tx, organizationId);
    const before = await findGuardPolicy(tx, organizationId);
    const rules = changeGuard(before, changes);
    await insertGuardPolicy(tx, { organizationId, id: deps.newId(), rules, setBy: actorId });
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'guard.set', actorId, detail: { before, rules } },
    ]);
    return rules;
  });
}
