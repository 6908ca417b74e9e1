import type { RewardProvider } from '#src/ports/rewards.ts';
import type { AmazonConfig, AmazonDeps } from './amazon-config.ts';
import { cancelReward } from './cancel-reward.ts';
import { check } from './check.ts';
import { funds } from './funds.ts';
import { listActivity } from './list-activity.ts';
import { marketplaceOf } from './marketplaces.ts';
import { order } from './order.ts';
import { reveal } from './reveal.ts';

/** Clocks differ a little. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Amazon's gift cards, by the Incentives API.
 *
 * @throws for a country where Amazon sells none.
 */
export function createAmazonIncentives(config: AmazonConfig, deps: AmazonDeps): RewardProvider {
  const amazon = { ...deps, config };
  const { name, currency } = marketplaceOf(config.country);
  return {
    name: 'amazon-incentives',
    catalogue: async () => ({
      kind: 'ok',
      products: [{ id: config.country, name: `${name} gift card`, currency, countries: [config.country] }],
    }),
    order: (reward) => order(amazon, reward),
    async findByKey({ key, orderedAt }) {
      const from = new Date(orderedAt.getTime() - CLOCKS_DIFFER_MS);
      const to = new Date(deps.clock.now().getTime() + CLOCKS_DIFFER_MS);
      const listed = await listActivity(amazon, { from, to });
      if (listed.kind !== 'ok') return listed;
      return { kind: 'ok', purchase: listed.purchases.find((purchase) => purchase.key === key) };
    },
    reveal: (reward) => reveal(amazon, reward),
    cancel: (reward) => cancelReward(amazon, reward),
    funds: () => funds(amazon),
    activity: (span) => listActivity(amazon, span),
    check: () => check(amazon),
  };
}
