import { listByRoles } from '#src/db/people/person.ts';
import { findRewardStatuses, hastenRewardOrders } from '#src/db/reward/reward-order.ts';
import { transact } from '#src/db/kit/transact.ts';
import { comparePurchases, type PurchaseTrouble } from '#src/domain/reward/compare-purchases.ts';
import type { ProviderPurchase, RewardProvider } from '#src/ports/rewards.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type ReconcileDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/** A purchase that we do not know, or know otherwise. */
export type UnmatchedPurchase = { purchase: ProviderPurchase; trouble: PurchaseTrouble };

/** `fault`: the provider could not be asked. `woken`: orders whose lost answers are there, and are asked for again. */
export type Reconciled = {
  provider: string;
  purchases: number;
  woken: number;
  unmatched: UnmatchedPurchase[];
} & {
  fault?: string;
};

/**
 * Compares what every provider sold us in a time with our orders: a database restored from a backup has forgotten some.
 * What does not match is told to finance and admins, once a day.
 */
export async function reconcileRewards(
  deps: ReconcileDeps,
  span: { organizationId: string; from: Date; to: Date },
): Promise<Reconciled[]> {
  return Promise.all([...deps.rewardProviders.values()].map((provider) => reconcile(deps, span, provider)));
}

async function reconcile(
  deps: ReconcileDeps,
  { organizationId, from, to }: { organizationId: string; from: Date; to: Date },
  { name: provider, ...asked }: RewardProvider,
): Promise<Reconciled> {
  const listed = await asked.activity({ from, to });
  if (listed.kind !== 'ok') {
    const fault = listed.kind === 'unknown' ? listed.fault : listed.kind === 'rejected' ? listed.reason : '';
    deps.log.warn({ provider, reason: fault }, 'Purchases could not be compared with the provider');
    return { provider, purchases: 0, woken: 0, unmatched: [], fault };
  }
  const { purchases } = listed;
  return transact(deps, async (tx) => {
    const ids = purchases.map(({ key }) => key);
    const ours = await findRewardStatuses(tx, { organizationId, ids });
    const { troubles, open } = comparePurchases(purchases, ours);
    const woken = await hastenRewardOrders(tx, { organizationId, ids: open });
    tx.after('buy-reward', woken);
    if (troubles.length > 0) {
      const kind = 'reward.unmatched' as const;
      const day = tx.now.toISOString().slice(0, 'YYYY-MM-DD'.length);
      const detail = { provider, count: troubles.length, day };
      const readers = await listByRoles(tx, organizationId, ['finance', 'admin']);
      const told = readers.map((personId) => {
        return { organizationId, personId, subjectId: organizationId, kind, detail };
      });
      await notify(deps, tx, told);
    }
    return { provider, purchases: purchases.length, woken: woken.length, unmatched: troubles };
  });
}
