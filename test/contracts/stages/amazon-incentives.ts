import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { must } from '#src/domain/kit/must.ts';
import { idOfProviderKey } from '#src/domain/reward/provider-key.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { AMAZON, startAmazonServer } from '#test/servers/rewards/amazon.ts';
import type { ProviderFault } from '#test/servers/provider-http.ts';
import type { OpenRewardStage, RewardStage, RewardTrouble } from '../reward-stage.ts';
import { endSilence } from './end-silence.ts';

export const amazonIncentives: RewardStage = { name: 'Amazon', provider: 'amazon-incentives', open };

const CREATE = /CreateGiftCard/u;
const FAULTS: Partial<Record<RewardTrouble, ProviderFault>> = {
  'cut before': 'cut-before',
  'cut after': 'cut-after',
  'silence after': 'silence-after',
  'garbage after': 'garbage-after',
  'half after': 'half-after',
};
const ORDERS: Partial<Record<RewardTrouble, string>> = {
  refuses: 'F2015',
  blocks: 'F3003',
  busy: 'throttle',
  fault: 'F4000',
};

async function open(): Promise<OpenRewardStage> {
  const clock = createSettableClock('2026-11-29T08:15:00Z');
  const log = createRecordingLog();
  const server = await startAmazonServer({ clock });
  const config = { ...AMAZON, country: 'US', apiUrl: server.url };
  const deps = { log, clock, timeLimit: endSilence(server) };
  return {
    provider: createAmazonIncentives(config, deps),
    clock,
    product: 'US',
    currency: 'USD',
    sold: () =>
      server.cards.flatMap(({ id, gcId, value, status }) => {
        const key = idOfProviderKey(id.slice(AMAZON.partnerId.length));
        const face = { amountMinor: cents(value.amount), currency: value.currencyCode };
        return key ? [{ providerRef: gcId, key, face, isAlive: status !== 'RefundedToPurchaser' }] : [];
      }),
    available: () => ({ amountMinor: cents(server.funds.amount), currency: 'USD' }),
    trouble(next) {
      const [order, fault] = [ORDERS[next], FAULTS[next]];
      if (order) server.obey(order);
      else server.fail(must(fault, 'fault'), CREATE);
    },
    letCancel(gcId, mayCancel) {
      if (!mayCancel) server.claim(gcId);
    },
    sellToAnother: server.sellToAnother,
    secrets: () => [AMAZON.secretKey, ...server.cards.map(({ code }) => code)],
    logged: () => JSON.stringify(log.steps),
    violations: () => server.violations,
    misconfigured: () => createAmazonIncentives({ ...config, secretKey: 'another' }, deps),
    goAway: server.stop,
    close: server.stop,
  };
}

function cents(amount: number): bigint {
  return BigInt(amount.toFixed(2).replace('.', ''));
}
