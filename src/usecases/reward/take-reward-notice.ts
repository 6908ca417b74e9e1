import { insertRewardNotice } from '#src/db/reward/reward-notice.ts';
import { hastenRewardOrders } from '#src/db/reward/reward-order.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { NoticeRequest } from '#src/ports/rewards.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'queue' | 'log' | 'keys' | 'rewardProviders'>;

/**
 * Takes what a provider tells of an order, each thing once: it only wakes, and the provider is asked what came of it.
 * Returns false for what the provider did not sign.
 */
export async function takeRewardNotice(
  deps: NoticeDeps,
  { organizationId, provider, request }: { organizationId: string; provider: string; request: NoticeRequest },
): Promise<boolean> {
  const notice = deps.rewardProviders.get(provider)?.readNotice?.(request);
  if (!notice) return false;
  await transact(deps, async (tx) => {
    const isNew = await insertRewardNotice(tx, { organizationId, provider, id: notice.id });
    if (!isNew || notice.providerRef === undefined) return;
    const { providerRef } = notice;
    tx.after('buy-reward', await hastenRewardOrders(tx, { organizationId, provider, providerRef }));
  });
  return true;
}
