import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AmazonConfig } from '#adapters/rewards/amazon-incentives/amazon-config.ts';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { newId } from '#src/kit/new-id.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { AMAZON, type AmazonServer, startAmazonServer } from '#test/servers/rewards/amazon.ts';

const clock = createSettableClock('2026-11-29T08:15:00Z');
let server: AmazonServer;

function providerOf(config: Partial<AmazonConfig> = {}) {
  return createAmazonIncentives(
    { ...AMAZON, country: 'US', apiUrl: server.url, ...config },
    { log: silentLog, clock },
  );
}

function rewardOf(amountMinor: bigint, currency = 'USD') {
  return { key: newId(), product: 'US', face: { amountMinor, currency } };
}

describe('gift cards of Amazon', () => {
  beforeEach(() => clock.set('2026-11-29T08:15:00Z'));
  afterEach(async () => {
    await server.stop();
    if (server.violations.length > 0) throw new Error(server.violations.join());
  });

  it.each([
    ['F1000', 'unknown'],
    ['F2003', 'rejected'],
    ['F2004', 'rejected'],
    ['F2005', 'rejected'],
    ['F2010', 'unknown'],
    ['F2015', 'rejected'],
    ['F2016', 'rejected'],
    ['F2017', 'rejected'],
    ['F3003', 'blocked'],
    ['F3005', 'blocked'],
    ['F3010', 'blocked'],
    ['F4000', 'unknown'],
    ['F5000', 'unknown'],
  ])('take the error %s of its sandbox for %s', async (id, kind) => {
    server = await startAmazonServer({ clock });
    server.obey(id);

    expect(await providerOf().order(rewardOf(2_500n))).toMatchObject({ kind });
    expect(server.cards).toEqual([]);
  });

  it('can be taken back for a quarter of an hour, and no longer', async () => {
    server = await startAmazonServer({ clock });
    const provider = providerOf();
    const [one, other] = [rewardOf(1_000n), rewardOf(2_000n)];
    const bought = [];
    for (const reward of [one, other]) {
      const outcome = await provider.order(reward);
      bought.push({ ...reward, providerRef: outcome.kind === 'ok' ? outcome.providerRef : '' });
    }

    clock.advance(15 * 60_000);
    expect(await provider.cancel(bought[0] as never)).toMatchObject({ kind: 'ok' });
    clock.advance(1_000);
    expect(await provider.cancel(bought[1] as never)).toEqual({
      kind: 'rejected',
      reason: 'Amazon: F200 CancelRequestArrivedAfterTimeLimit',
    });
  });

  it('say which other card was made, should one ever be made to be shown', async () => {
    server = await startAmazonServer({ clock });

    const shown = await providerOf().reveal({ ...rewardOf(1_000n), providerRef: 'ANOTHERCARD' });

    expect(shown).toMatchObject({ kind: 'unknown', fault: expect.stringContaining('another card') });
  });

  it('are bought in yen without decimals, and signed for Amazon’s far eastern region', async () => {
    server = await startAmazonServer({ clock, region: 'us-west-2', currency: 'JPY', funds: 100_000 });

    const outcome = await providerOf({ country: 'JP' }).order(rewardOf(2_500n, 'JPY'));

    expect(outcome).toMatchObject({ kind: 'ok', charged: { amountMinor: 2_500n, currency: 'JPY' } });
    expect(server.cards[0]?.value).toEqual({ amount: 2_500, currencyCode: 'JPY' });
  });

  it('are listed whole, however many are made in a time', async () => {
    server = await startAmazonServer({ clock, funds: 1_000_000, pageSize: 1_000 });
    const from = clock.now();
    for (let index = 0; index < 1_005; index += 1) {
      server.sellToAnother();
      if (index % 5 === 0) clock.advance(2_000);
    }
    const reward = rewardOf(1_000n);
    await providerOf().order(reward);

    const listed = await providerOf().activity({ from, to: clock.now() });

    expect(listed).toMatchObject({ kind: 'ok', purchases: [{ key: reward.key }] });
  });

  it('are not sold where Amazon has no marketplace', async () => {
    server = await startAmazonServer({ clock });

    expect(() => providerOf({ country: 'AQ' })).toThrow(
      'AMAZON_INCENTIVES_COUNTRY is “AQ”. It is one of US, CA',
    );
  });

  it('warn when nothing is left, as in the sandbox', async () => {
    server = await startAmazonServer({ clock, funds: 0 });

    expect(await providerOf().check()).toMatchObject([
      { level: 'warning', fix: expect.stringMatching(/./u) },
    ]);
  });
});
