import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { newId } from '#src/kit/new-id.ts';
import { must } from '#src/domain/kit/must.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { createTestDatabase } from '#test/helpers/database.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { openRewardScene } from './reward-scene.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const scene = await openRewardScene(database.db);
  onTestFinished(scene.close);
  const { core, organizationId, tremendous } = scene;
  const web = createWebApp({
    log: silentLog,
    newId,
    checks: {},
    rewardNotices: { app: core.app, organizationId },
  });

  async function tell({ body, signature }: { body: string; signature: string }, to = 'tremendous') {
    const headers = { 'tremendous-webhook-signature': signature };
    const answer = await web.request(`/hooks/rewards/${to}`, { method: 'POST', headers, body });
    return answer.status;
  }
  return { ...scene, tell, theirOrder: () => must(tremendous.orders[0], 'order at Tremendous') };
}

describe('news of a provider', () => {
  it('wake an order that waits there, which is then bought', async () => {
    const { order, buy, read, tremendous, core, tell, theirOrder } = await start();
    const id = await order({ provider: 'tremendous' });
    tremendous.obey('PENDING APPROVAL');
    const waitMs = await buy(id);
    expect(await read(id)).toMatchObject({ status: 'pending', provider_ref: theirOrder().id });
    expect(waitMs).toBe(60_000);
    core.queue.take('buy-reward');
    theirOrder().status = 'EXECUTED';

    expect(await tell(tremendous.notice(theirOrder().id))).toBe(200);

    expect(core.queue.take('buy-reward')).toEqual([id]);
    await buy(id);
    expect(await read(id)).toMatchObject({ status: 'bought' });
    expect(tremendous.orders).toHaveLength(1);
  });

  it('wake once, however often they come', async () => {
    const { order, buy, tremendous, core, tell, theirOrder } = await start();
    const id = await order({ provider: 'tremendous' });
    tremendous.obey('PENDING APPROVAL');
    await buy(id);
    core.queue.take('buy-reward');
    const notice = tremendous.notice(theirOrder().id);

    const answers = [await tell(notice), await tell(notice)];
    const first = core.queue.take('buy-reward');
    const later = await tell(notice);

    expect([...answers, later]).toEqual([200, 200, 200]);
    expect(first).toEqual([id]);
    expect(core.queue.take('buy-reward')).toEqual([]);
  });

  it('are refused when they are not signed, or about a provider that sends none', async () => {
    const { order, buy, tremendous, core, tell, theirOrder } = await start();
    const id = await order({ provider: 'tremendous' });
    tremendous.obey('PENDING APPROVAL');
    await buy(id);
    core.queue.take('buy-reward');
    const notice = tremendous.notice(theirOrder().id);

    expect(await tell({ ...notice, signature: `sha256=${'0'.repeat(64)}` })).toBe(401);
    expect(await tell({ ...notice, body: `${notice.body} ` })).toBe(401);
    expect(await tell(notice, 'amazon-incentives')).toBe(401);
    expect(await tell(notice, 'nobody')).toBe(401);
    expect(core.queue.take('buy-reward')).toEqual([]);
  });

  it('are refused when they are too long', async () => {
    const { tell } = await start();

    expect(await tell({ body: 'x'.repeat(70_000), signature: '' })).toBe(413);
  });
});

describe('comparing purchases with a provider', () => {
  const day = 86_400_000;

  async function reconcile({ core, organizationId }: Awaited<ReturnType<typeof start>>) {
    const now = core.clock.now().getTime();
    const span = { organizationId, from: new Date(now - 30 * day), to: new Date(now + 1_000) };
    return new Map((await core.app.reward.reconcile(span)).map((found) => [found.provider, found]));
  }

  it('finds nothing when all match', async () => {
    const scene = await start();
    await scene.buy(await scene.order());
    await scene.buy(await scene.order({ provider: 'tremendous' }));
    scene.amazon.sellToAnother();

    const found = await reconcile(scene);

    expect(found.get('amazon-incentives')).toMatchObject({ purchases: 1, woken: 0, unmatched: [] });
    expect(found.get('tremendous')).toMatchObject({ purchases: 1, woken: 0, unmatched: [] });
  });

  it('finds purchases that the database has forgotten, and tells finance', async () => {
    const scene = await start();
    const { rewardProviders, company, organizationId } = scene;
    const key = newId();
    const face = { amountMinor: 2_500n, currency: 'USD' };
    await must(rewardProviders.get('amazon-incentives'), 'Amazon').order({ key, product: 'US', face });

    const found = await reconcile(scene);

    expect(found.get('amazon-incentives')?.unmatched).toMatchObject([
      { trouble: 'forgotten', purchase: { key, face } },
    ]);
    expect(await company.notificationsOf('reward.unmatched', organizationId)).toEqual(['finn']);
  });

  it('finds what was cancelled at the provider after we had bought it', async () => {
    const scene = await start();
    const id = await scene.order();
    await scene.buy(id);
    must(scene.amazon.cards[0], 'card').status = 'Fulfilled';
    const provider = must(scene.rewardProviders.get('amazon-incentives'), 'Amazon');
    const face = { amountMinor: 2_500n, currency: 'USD' };
    const providerRef = must(scene.amazon.cards[0], 'card').gcId;
    await provider.cancel({ key: id, product: 'US', face, providerRef });

    const found = await reconcile(scene);

    expect(found.get('amazon-incentives')?.unmatched).toMatchObject([{ trouble: 'cancelled' }]);
  });

  it('finds answers that were lost, and has them asked for at once', async () => {
    const scene = await start();
    const id = await scene.order();
    scene.amazon.fail('cut-after');
    await scene.buy(id);
    scene.core.queue.take('buy-reward');

    const found = await reconcile(scene);

    expect(found.get('amazon-incentives')).toMatchObject({ woken: 1, unmatched: [] });
    expect(scene.core.queue.take('buy-reward')).toEqual([id]);
    await scene.buy(id);
    expect(await scene.read(id)).toMatchObject({ status: 'bought' });
  });

  it('says which provider could not be asked, and compares the others', async () => {
    const scene = await start();
    await scene.amazon.stop();

    const found = await reconcile(scene);

    expect(found.get('amazon-incentives')).toMatchObject({ fault: expect.stringMatching(/did not answer/u) });
    expect(found.get('tremendous')?.fault).toBeUndefined();
  });
});
