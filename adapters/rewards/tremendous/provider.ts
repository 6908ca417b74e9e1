import { providerKeyOf } from '#src/domain/reward/provider-key.ts';
import type { NoticeRequest, RewardProvider } from '#src/ports/rewards.ts';
import { cancelReward } from './cancel-reward.ts';
import { check } from './check.ts';
import { funds } from './funds.ts';
import { listOrders } from './list-orders.ts';
import { listProducts } from './list-products.ts';
import { order } from './order.ts';
import { readNotice } from './read-notice.ts';
import { reveal } from './reveal.ts';
import type { TremendousConfig, TremendousDeps } from './tremendous-config.ts';

/** Gift cards and prepaid cards of many brands and countries, by Tremendous. What is bought is a link. */
export function createTremendous(config: TremendousConfig, deps: TremendousDeps): RewardProvider {
  const tremendous = { ...deps, config };
  const { webhookKey } = config;
  return {
    name: 'tremendous',
    catalogue: () => listProducts(tremendous),
    order: (reward) => order(tremendous, reward),
    async findByKey({ key }) {
      const listed = await listOrders(tremendous, { external_id: providerKeyOf(key) });
      if (listed.kind !== 'ok') return listed;
      return { kind: 'ok', purchase: listed.purchases.find((purchase) => purchase.key === key) };
    },
    reveal: (reward) => reveal(tremendous, reward),
    cancel: (reward) => cancelReward(tremendous, reward),
    funds: () => funds(tremendous),
    activity: ({ from, to }) =>
      listOrders(tremendous, {
        'created_at[gte]': from.toISOString(),
        'created_at[lte]': to.toISOString(),
      }),
    ...(webhookKey ? { readNotice: (request: NoticeRequest) => readNotice(webhookKey, request) } : {}),
    check: () => check(tremendous),
  };
}
