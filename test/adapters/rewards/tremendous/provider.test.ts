import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTremendous } from '#adapters/rewards/tremendous/provider.ts';
import { must } from '#src/domain/kit/must.ts';
import { newId } from '#src/kit/new-id.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import {
  startTremendousServer,
  TREMENDOUS,
  type TremendousServer,
} from '#test/servers/rewards/tremendous.ts';

const clock = createSettableClock('2026-11-29T08:15:00Z');
let server: TremendousServer;

beforeEach(async () => {
  server = await startTremendousServer({ clock });
});
afterEach(() => server.stop());

function providerOf(fundingSourceId = 'balance') {
  const config = { ...TREMENDOUS, fundingSourceId, apiUrl: `${server.url}/api/v2` };
  return createTremendous(config, { log: silentLog, clock });
}

function rewardOf(amountMinor = 2_500n, currency = 'EUR', product = 'VISAEU0000') {
  return { key: newId(), product, face: { amountMinor, currency } };
}

describe('rewards of Tremendous', () => {
  afterEach(() => {
    if (server.violations.length > 0) throw new Error(server.violations.join());
  });

  it.each([
    'OPEN',
    'PENDING APPROVAL',
    'PENDING INTERNAL PAYMENT APPROVAL',
    'PENDING SETTLEMENT',
    'A STATE OF TOMORROW',
  ])('wait while their order is %s, and are bought when it is done', async (status) => {
    server.obey(status);
    const provider = providerOf();
    const reward = rewardOf();

    const first = await provider.order(reward);
    expect(first).toMatchObject({ kind: 'pending', providerRef: server.orders[0]?.id });
    expect(await provider.order(reward)).toEqual(first);
    expect(await provider.findByKey({ key: reward.key, orderedAt: clock.now() })).toMatchObject({
      purchase: { state: 'pending' },
    });
    must(server.orders[0], 'order').status = 'EXECUTED';

    expect(await provider.order(reward)).toMatchObject({ kind: 'ok', providerRef: server.orders[0]?.id });
    expect(server.orders).toHaveLength(1);
  });

  it.each(['FAILED', 'CANCELED'])('are not bought when their order is %s', async (status) => {
    server.obey(status);

    expect(await providerOf().order(rewardOf())).toMatchObject({ kind: 'rejected' });
  });

  it('cost what Tremendous charges, in its own currency and with its fee', async () => {
    expect(await providerOf().order(rewardOf(2_000n))).toMatchObject({
      kind: 'ok',
      charged: { amountMinor: 2_550n, currency: 'USD' },
      fee: { amountMinor: 50n, currency: 'USD' },
    });
  });

  it('are bought in yen without decimals', async () => {
    expect(await providerOf().order(rewardOf(2_500n, 'JPY', 'AMAZONJP00'))).toMatchObject({ kind: 'ok' });
    expect(server.orders[0]).toMatchObject({ denomination: 2_500, currency: 'JPY' });
  });

  it('cannot be shown before they are paid', async () => {
    server.obey('PENDING APPROVAL');
    const reward = rewardOf();
    await providerOf().order(reward);

    const shown = await providerOf().reveal({ ...reward, providerRef: must(server.orders[0], 'order').id });

    expect(shown).toMatchObject({ kind: 'pending' });
  });

  it('are found again when another funding source is to pay meanwhile', async () => {
    const reward = rewardOf();
    const first = await providerOf().order(reward);

    expect(await providerOf('FUNDS0000001').order(reward)).toEqual(first);
    expect(server.orders).toHaveLength(1);
  });

  it('are listed with their limits, a product of two currencies twice', async () => {
    const catalogue = await providerOf().catalogue();

    const visa = catalogue.kind === 'ok' && catalogue.products.filter(({ id }) => id === 'VISAEU0000');
    expect(visa).toEqual(
      ['EUR', 'USD'].map((currency) => ({
        id: 'VISAEU0000',
        name: 'Virtual Visa',
        currency,
        countries: ['DE', 'FR'],
        minMinor: 100n,
        maxMinor: 50_000n,
      })),
    );
  });

  it('are found among more orders than a page holds', async () => {
    const from = clock.now();
    const first = rewardOf();
    await providerOf().order(first);
    for (let index = 0; index < 230; index += 1) server.sellToAnother();

    const listed = await providerOf().activity({ from, to: clock.now() });

    expect(listed).toMatchObject({ kind: 'ok', purchases: [{ key: first.key, state: 'bought' }] });
  });
});

describe('news of Tremendous', () => {
  function read(body: string, signature: string | undefined) {
    return providerOf().readNotice?.({
      header: (name) => (name === 'tremendous-webhook-signature' ? signature : undefined),
      body,
    });
  }

  it('are believed when they are signed', () => {
    const { body, signature, uuid } = server.notice('ORDER1');

    expect(read(body, signature)).toEqual({ id: uuid, providerRef: 'ORDER1' });
    expect(read(body, signature.replace('sha256=', ''))).toEqual({ id: uuid, providerRef: 'ORDER1' });
  });

  it('are not believed when one byte is another, or the signature is missing', () => {
    const { body, signature } = server.notice('ORDER1');

    expect(read(body.replace('ORDER1', 'ORDER2'), signature)).toBeUndefined();
    expect(read(`${body} `, signature)).toBeUndefined();
    for (const forged of [undefined, '', 'sha256=', `sha256=${'0'.repeat(64)}`, signature.slice(0, -1)]) {
      expect(read(body, forged)).toBeUndefined();
    }
  });

  it('are not read without the private key of the webhook', () => {
    const { apiKey } = TREMENDOUS;
    const config = { apiKey, fundingSourceId: 'balance', apiUrl: server.url };

    expect(createTremendous(config, { log: silentLog, clock }).readNotice).toBeUndefined();
  });
});
