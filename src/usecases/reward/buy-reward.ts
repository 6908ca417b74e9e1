import { lockRewardOrder, type RewardOrder } from '#src/db/reward/reward-order.ts';
import { transact } from '#src/db/kit/transact.ts';
import { MANY_ATTEMPTS } from '#src/domain/reward/reward-waits.ts';
import type { OrderOutcome } from '#src/ports/rewards.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { leaseRewardOrder } from './steps/lease-reward-order.ts';
import { type SettleDeps, settleReward } from './steps/settle-reward.ts';

type BuyDeps = SettleDeps & Pick<Deps, 'db' | 'clock' | 'queue' | 'rewardProviders'>;

/**
 * Asks the provider for an order that is due: first it is said that we ask, then we ask, then it is written what was said.
 * Whoever dies in between leaves an order that is asked for again, with the same key. Returns after how long it is worth
 * coming back, in milliseconds; undefined when there is nothing more to do.
 */
export async function buyReward(deps: BuyDeps, orderId: string): Promise<number | undefined> {
  const lease = await transact(deps, (tx) => leaseRewardOrder(deps, tx, orderId));
  if (!lease) return undefined;
  if ('again' in lease) return lease.again;
  const { order } = lease;
  const { id: key, product, face, provider: name, attempts } = order;
  const provider = deps.rewardProviders.get(name);
  if (!provider) throw new Error(`the reward provider ${name} is not configured in this process`);
  const outcome = await provider.order({ key, product, face });
  logOutcome(deps, order, outcome);
  return transact(deps, async (tx) => {
    const current = await lockRewardOrder(tx, order);
    // Whoever took it over when our lease had ended hears the same.
    if (current?.status !== 'asking' || current.attempts !== attempts) return undefined;
    return settleReward(deps, tx, current, outcome);
  });
}

function logOutcome(
  { log }: Pick<Deps, 'log'>,
  { organizationId, id: rewardId, provider, attempts }: RewardOrder,
  outcome: OrderOutcome,
): void {
  const ids = { organizationId, rewardId, provider, attempts };
  if (outcome.kind === 'unknown') {
    const fields = { ...ids, reason: outcome.fault };
    if (attempts === MANY_ATTEMPTS) log.error(fields, 'No answer about a purchase: look at the provider');
    else log.warn(fields, 'No answer about a purchase, it is asked for again');
  } else if (outcome.kind === 'blocked') {
    log.error(
      { ...ids, reason: outcome.reason },
      'A provider does not sell to us at the moment: see its account',
    );
  } else log.debug({ ...ids, outcome: outcome.kind }, 'Asked a provider for a reward');
}
