import { createTremendous } from '#adapters/rewards/tremendous/provider.ts';
import { must } from '#src/domain/kit/must.ts';
import { idOfProviderKey } from '#src/domain/reward/provider-key.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import type { ProviderFault } from '#test/servers/provider-http.ts';
import { refused, startTremendousServer, TREMENDOUS } from '#test/servers/rewards/tremendous.ts';
import type { OpenRewardStage, RewardStage, RewardTrouble } from '../reward-stage.ts';
import { endSilence } from './end-silence.ts';

export const tremendous: RewardStage = { name: 'Tremendous', provider: 'tremendous', open };

const FAULTS: Record<RewardTrouble, ProviderFault> = {
  refuses: { answer: refused(422, 'Order failed: validation failure') },
  blocks: { answer: refused(402, 'Insufficient funds') },
  busy: { answer: { ...refused(429, 'Too many requests'), headers: { 'retry-after': '7' } } },
  fault: { answer: refused(503, 'Service unavailable') },
  'cut before': 'cut-before',
  'cut after': 'cut-after',
  'silence after': 'silence-after',
  'garbage after': 'garbage-after',
  'half after': 'half-after',
};

async function open(): Promise<OpenRewardStage> {
  const clock = createSettableClock('2026-11-29T08:15:00Z');
  const log = createRecordingLog();
  const server = await startTremendousServer({ clock });
  const { apiKey, webhookKey } = TREMENDOUS;
  const config = { apiKey, webhookKey, fundingSourceId: 'balance', apiUrl: `${server.url}/api/v2` };
  const deps = { log, clock, timeLimit: endSilence(server) };
  return {
    provider: createTremendous(config, deps),
    clock,
    product: 'VISAEU0000',
    currency: 'EUR',
    sold: () =>
      server.orders.flatMap(({ id, externalId, denomination, currency, status }) => {
        const key = idOfProviderKey(externalId ?? '');
        const face = { amountMinor: cents(denomination), currency };
        return key ? [{ providerRef: id, key, face, isAlive: status === 'EXECUTED' }] : [];
      }),
    available: () => ({ amountMinor: cents(server.funds.available), currency: 'USD' }),
    trouble: (next) => server.fail(FAULTS[next], /POST .*\/orders/u),
    letCancel(id, mayCancel) {
      const order = must(
        server.orders.find((one) => one.id === id),
        'order',
      );
      order.reward.delivery = mayCancel ? 'FAILED' : 'SUCCEEDED';
    },
    sellToAnother: server.sellToAnother,
    secrets: () => [apiKey, webhookKey, ...server.links],
    logged: () => JSON.stringify(log.steps),
    violations: () => server.violations,
    misconfigured: () => createTremendous({ ...config, apiKey: 'another' }, deps),
    goAway: server.stop,
    close: server.stop,
  };
}

function cents(amount: number): bigint {
  return BigInt(amount.toFixed(2).replace('.', ''));
}
