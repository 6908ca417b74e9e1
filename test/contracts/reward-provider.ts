import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { newId } from '#src/kit/new-id.ts';
import type { BoughtReward, OrderOutcome, RewardToOrder } from '#src/ports/rewards.ts';
import type { OpenRewardStage, RewardStage, RewardTrouble } from './reward-stage.ts';

/** What every provider of rewards promises, by the port alone. */
export function describeRewardProvider(stage: RewardStage): void {
  describe(`rewards by ${stage.name}`, () => {
    let scene: OpenRewardStage;
    const shown: string[] = [];
    beforeEach(async () => {
      scene = await stage.open();
      shown.length = 0;
    });
    afterEach(async () => {
      await scene.close();
      const said = `${scene.logged()} ${shown.join(' ')}`;
      expect(scene.violations()).toEqual([]);
      expect(scene.secrets().filter((secret) => said.includes(secret))).toEqual([]);
    });

    /** Orders, and keeps what the outcome looks like in a log. */
    async function order(reward: RewardToOrder): Promise<OrderOutcome> {
      const outcome = await scene.provider.order(reward);
      shown.push(inspect(outcome, { depth: 9 }));
      return outcome;
    }

    async function buy(amountMinor = 2_500n): Promise<BoughtReward> {
      const reward = rewardOf(scene, amountMinor);
      const outcome = await order(reward);
      if (outcome.kind !== 'ok') throw new Error(`not bought: ${inspect(outcome)}`);
      return { ...reward, providerRef: outcome.providerRef };
    }

    const tools: Tools = { getScene: () => scene, order, buy };
    describeBuying(tools);
    describeRewardTrouble(tools);
    describeLookingUp(tools);
    describeRevealing(tools);
    describeCancelling(tools);
    describeAccount(tools);
  });
}

type Tools = {
  getScene: () => OpenRewardStage;
  order: (reward: RewardToOrder) => Promise<OrderOutcome>;
  buy: (amountMinor?: bigint) => Promise<BoughtReward>;
};

function rewardOf({ product, currency }: OpenRewardStage, amountMinor = 2_500n): RewardToOrder {
  return { key: newId(), product, face: { amountMinor, currency } };
}

function describeBuying({ getScene, order, buy }: Tools): void {
  it('buys what was ordered', async () => {
    const reward = await buy();

    expect(getScene().sold()).toEqual([
      { providerRef: reward.providerRef, key: reward.key, face: reward.face, isAlive: true },
    ]);
  });

  it('says what it took from our account', async () => {
    const scene = getScene();
    const before = scene.available();

    const outcome = await order(rewardOf(scene));

    if (outcome.kind !== 'ok') throw new Error(inspect(outcome));
    expect(outcome.charged.currency).toBe(before.currency);
    expect(scene.available().amountMinor).toBe(before.amountMinor - outcome.charged.amountMinor);
    expect(outcome.fee.amountMinor).toBeLessThanOrEqual(outcome.charged.amountMinor);
  });

  it('buys once for a key, however often it is asked', async () => {
    const scene = getScene();
    const reward = rewardOf(scene);

    const outcomes = [await order(reward), await order(reward), await order(reward)];

    expect(outcomes[0]).toMatchObject({ kind: 'ok' });
    expect(outcomes.slice(1)).toEqual([outcomes[0], outcomes[0]]);
    expect(scene.sold()).toHaveLength(1);
  });

  it('buys once for a key that is asked for many times at the same moment', async () => {
    const scene = getScene();
    const reward = rewardOf(scene);

    await Promise.all(Array.from({ length: 8 }, () => order(reward)));

    expect(scene.sold()).toHaveLength(1);
  });

  it('buys each of many at once', async () => {
    const scene = getScene();
    const rewards = Array.from({ length: 12 }, (_, index) => rewardOf(scene, BigInt(500 + index)));

    const outcomes = await Promise.all(rewards.map(order));

    expect(outcomes.map(({ kind }) => kind)).toEqual(rewards.map(() => 'ok'));
    expect(new Map(scene.sold().map(({ key, face }) => [key, face]))).toEqual(
      new Map(rewards.map(({ key, face }) => [key, face])),
    );
  });

  it.each([1_01n, 1_10n, 99_99n, 1_000_00n])('buys %s hundredths to the last one', async (amountMinor) => {
    const reward = await buy(amountMinor);

    expect(getScene().sold()[0]?.face).toEqual(reward.face);
  });

  it('leaves open what happened, and buys nothing more, when a key comes with another amount', async () => {
    const scene = getScene();
    const reward = await buy(2_500n);

    const outcome = await order({ ...reward, face: { ...reward.face, amountMinor: 9_900n } });

    expect(outcome).toMatchObject({ kind: 'unknown', fault: expect.stringMatching(/./u) });
    expect(scene.sold()).toHaveLength(1);
  });

  it('refuses a currency that it does not sell', async () => {
    const scene = getScene();
    const reward = { ...rewardOf(scene), face: { amountMinor: 2_500n, currency: 'NOK' } };

    expect(await order(reward)).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/./u) });
    expect(scene.sold()).toEqual([]);
  });

  it('throws for a key that is no id of ours, before anybody is asked', async () => {
    const scene = getScene();

    await expect(scene.provider.order({ ...rewardOf(scene), key: 'gift-1' })).rejects.toThrow('not a UUID');
    expect(scene.sold()).toEqual([]);
  });
}

const LOST: RewardTrouble[] = ['cut after', 'silence after', 'garbage after', 'half after'];

function describeRewardTrouble({ getScene, order }: Tools): void {
  it.each(LOST)(
    'leaves open what happened when the answer is lost (%s), and buys once in the end',
    async (trouble) => {
      const scene = getScene();
      const reward = rewardOf(scene);
      scene.trouble(trouble);

      const lost = await order(reward);
      const found = await scene.provider.findByKey({ key: reward.key, orderedAt: scene.clock.now() });
      const again = await order(reward);

      expect(lost).toMatchObject({ kind: 'unknown', fault: expect.stringMatching(/./u) });
      expect(found).toMatchObject({ kind: 'ok', purchase: { key: reward.key, state: 'bought' } });
      expect(again).toMatchObject({ kind: 'ok', providerRef: scene.sold()[0]?.providerRef });
      expect(scene.sold()).toHaveLength(1);
    },
  );

  it.each<RewardTrouble>(['cut before', 'fault', 'busy'])(
    'leaves open what happened when the order is not taken (%s), and buys when asked again',
    async (trouble) => {
      const scene = getScene();
      const reward = rewardOf(scene);
      scene.trouble(trouble);

      expect(await order(reward)).toMatchObject({ kind: 'unknown' });
      expect(scene.sold()).toEqual([]);
      expect(await order(reward)).toMatchObject({ kind: 'ok' });
      expect(scene.sold()).toHaveLength(1);
    },
  );

  it('says how long to wait when the shop is busy', async () => {
    const scene = getScene();
    scene.trouble('busy');

    const outcome = await order(rewardOf(scene));

    expect(outcome.kind === 'unknown' && outcome.retryAfterMs).toBeGreaterThan(0);
  });

  it('says that nothing happened, and why, when the shop refuses', async () => {
    const scene = getScene();
    scene.trouble('refuses');

    expect(await order(rewardOf(scene))).toEqual({ kind: 'rejected', reason: expect.stringMatching(/./u) });
    expect(scene.sold()).toEqual([]);
  });

  it('says that our account is blocked, and buys with the same key when it is not any more', async () => {
    const scene = getScene();
    const reward = rewardOf(scene);
    scene.trouble('blocks');

    expect(await order(reward)).toEqual({ kind: 'blocked', reason: expect.stringMatching(/./u) });
    expect(scene.sold()).toEqual([]);
    expect(await order(reward)).toMatchObject({ kind: 'ok' });
  });

  it('does not take a key of ours that is refused for a refusal of the order', async () => {
    const scene = getScene();

    const outcome = await scene.misconfigured().order(rewardOf(scene));

    expect(outcome).toEqual({ kind: 'blocked', reason: expect.stringMatching(/./u) });
  });

  it('leaves open what happened when nobody listens', async () => {
    const scene = getScene();
    const reward = rewardOf(scene);
    await scene.goAway();

    expect(await order(reward)).toMatchObject({ kind: 'unknown' });
    expect(await scene.provider.funds()).toMatchObject({ kind: 'unknown' });
    expect(await scene.provider.findByKey({ key: reward.key, orderedAt: scene.clock.now() })).toMatchObject({
      kind: 'unknown',
    });
  });
}

function describeLookingUp({ getScene, buy }: Tools): void {
  it('knows nothing of a key that was never used', async () => {
    const scene = getScene();
    await buy();

    const found = await scene.provider.findByKey({ key: newId(), orderedAt: scene.clock.now() });

    expect(found).toEqual({ kind: 'ok', purchase: undefined });
  });

  it('remembers what was bought with a key, days later', async () => {
    const scene = getScene();
    const orderedAt = scene.clock.now();
    const { key, providerRef, face } = await buy();
    scene.clock.advance(3 * 86_400_000);

    const found = await scene.provider.findByKey({ key, orderedAt });

    expect(found).toMatchObject({
      kind: 'ok',
      purchase: { key, providerRef, face, state: 'bought', at: orderedAt },
    });
  });

  it('lists what we bought in a time, oldest first, and nothing that others bought', async () => {
    const scene = getScene();
    const before = await buy();
    scene.clock.advance(60 * 60_000);
    const from = scene.clock.now();
    const bought = [];
    for (const amount of [1_000n, 2_000n, 3_000n]) {
      bought.push(await buy(amount));
      scene.clock.advance(60_000);
    }
    scene.sellToAnother();

    const listed = await scene.provider.activity({ from, to: scene.clock.now() });

    if (listed.kind !== 'ok') throw new Error(inspect(listed));
    const keys = listed.purchases.map(({ key }) => key);
    expect(keys).toEqual(bought.map(({ key }) => key));
    expect(keys).not.toContain(before.key);
    expect(listed.purchases.map(({ face }) => face)).toEqual(bought.map(({ face }) => face));
  });
}

function describeRevealing({ getScene, buy }: Tools): void {
  it('shows its owner what was bought, without buying again', async () => {
    const scene = getScene();
    const reward = await buy();

    const shown = await scene.provider.reveal(reward);

    if (shown.kind !== 'ok') throw new Error(inspect(shown));
    const clear = shown.values.map(({ secret }) => secret.reveal());
    expect(clear.length).toBeGreaterThan(0);
    expect(clear.every((value) => scene.secrets().includes(value))).toBe(true);
    expect(scene.sold()).toHaveLength(1);
  });

  it('gives nothing away where what it shows is logged by accident', async () => {
    const scene = getScene();
    const shown = await scene.provider.reveal(await buy());

    const texts = [
      JSON.stringify(shown),
      inspect(shown, { depth: 9 }),
      `${inspect(shown, { showHidden: true })}`,
    ];

    if (shown.kind !== 'ok') throw new Error(inspect(shown));
    const [first] = shown.values;
    const clear = must(first, 'value').secret.reveal();
    expect([...texts, String(first?.secret)].filter((text) => text.includes(clear))).toEqual([]);
  });

  it('shows nothing of what was cancelled', async () => {
    const scene = getScene();
    const reward = await buy();
    scene.letCancel(reward.providerRef, true);
    await scene.provider.cancel(reward);

    expect(await scene.provider.reveal(reward)).toMatchObject({ kind: 'rejected' });
  });
}

function describeCancelling({ getScene, order, buy }: Tools): void {
  it('gives the money back when a reward is cancelled, once', async () => {
    const scene = getScene();
    const before = scene.available();
    const reward = await buy();
    scene.letCancel(reward.providerRef, true);

    const outcome = await scene.provider.cancel(reward);

    expect(outcome).toMatchObject({ kind: 'ok' });
    expect(scene.sold()).toMatchObject([{ isAlive: false }]);
    expect(scene.available()).toEqual(before);
    await scene.provider.cancel(reward);
    expect(scene.available()).toEqual(before);
  });

  it('leaves a reward as it is when it cannot be cancelled any more', async () => {
    const scene = getScene();
    const reward = await buy();
    scene.letCancel(reward.providerRef, false);

    expect(await scene.provider.cancel(reward)).toMatchObject({ kind: 'rejected' });
    expect(scene.sold()).toMatchObject([{ isAlive: true }]);
  });

  it('does not bring a cancelled reward back when its order is asked for again', async () => {
    const scene = getScene();
    const reward = await buy();
    scene.letCancel(reward.providerRef, true);
    await scene.provider.cancel(reward);

    expect(await order(reward)).toMatchObject({ kind: 'rejected' });
    const found = await scene.provider.findByKey({ key: reward.key, orderedAt: scene.clock.now() });
    expect(found).toMatchObject({ kind: 'ok', purchase: { state: 'cancelled' } });
    expect(scene.sold()).toMatchObject([{ isAlive: false }]);
  });
}

function describeAccount({ getScene, buy }: Tools): void {
  it('knows what is left on our account', async () => {
    const scene = getScene();
    await buy();

    expect(await scene.provider.funds()).toEqual({ kind: 'ok', available: scene.available() });
  });

  it('sells what its catalogue lists', async () => {
    const scene = getScene();

    const catalogue = await scene.provider.catalogue();

    if (catalogue.kind !== 'ok') throw new Error(inspect(catalogue));
    expect(catalogue.products).toContainEqual(
      expect.objectContaining({ id: scene.product, currency: scene.currency }),
    );
  });

  it('has nothing for the doctor to mend when all is well', async () => {
    const findings = await getScene().provider.check();

    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
  });

  it('tells the doctor what is wrong and what to do', async () => {
    const problem = expect.objectContaining({ level: 'problem', fix: expect.stringMatching(/./u) });

    expect(await getScene().misconfigured().check()).toContainEqual(problem);
    await getScene().goAway();
    expect(await getScene().provider.check()).toContainEqual(problem);
  });
}
