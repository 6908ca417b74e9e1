import { settingTime } from '#src/db/kit/setting.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { findFactorPolicy, insertFactorPolicy } from '#src/db/session/factor-policy.ts';
import {
  changeFactorPolicy,
  type FactorPolicy,
  type FactorPolicyChanges,
  storeFactorPolicy,
} from '#src/domain/session/factor-policy.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Whose rules, what of them changes, and on whose word. */
export type SetFactorPolicy = {
  organizationId: string;
  changes: FactorPolicyChanges;
  actorId: string | null;
};

/** Says who has to have a second factor and above which amounts it is asked for, from now on. Returns what holds then. */
export async function setFactorPolicy(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, changes, actorId }: SetFactorPolicy,
): Promise<FactorPolicy> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const before = await findFactorPolicy(tx, organizationId);
    const policy = changeFactorPolicy(before, changes);
    const setAt = await settingTime(tx, 'factor_policy', { organization_id: organizationId });
    await insertFactorPolicy(tx, { organizationId, id: deps.newId(), policy, setAt, setBy: actorId });
    const detail = { before: storeFactorPolicy(before), ...storeFactorPolicy(policy) };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: setAt, kind: 'factor-policy.set', actorId, detail },
    ]);
    return policy;
  });
}
