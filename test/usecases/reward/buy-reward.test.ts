import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { MANY_ATTEMPTS } from '#src/domain/reward/reward-waits.ts';
import { buyReward } from '#src/usecases/reward/buy-reward.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { findPrograms } from '#test/helpers/programs.ts';
import { openRewardScene } from './reward-scene.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;

async function start() {
  const scene = await openRewardScene(database.db);
  onTestFinished(scene.close);
  return scene;
}

describe('a reward that was ordered', () => {
  it('is bought, and what was taken from the account is kept beside what it is worth', async () => {
    const { order, buy, read, tremendous, settled, activities, core } = await start();
    const id = await order({ provider: 'tremendous', amountMinor: 2_000n });
    expect(core.queue.take('buy-reward')).toEqual([id]);

    expect(await buy(id)).toBeUndefined();

    expect(await read(id)).toMatchObject({
      status: 'bought',
      amount_minor: 2_000n,
      currency: 'EUR',
      charged_minor: 2_550n,
      fee_minor: 50n,
      charged_currency: 'USD',
      provider_ref: tremendous.orders[0]?.id,
      due_at: null,
    });
    expect(settled).toMatchObject([{ id, status: 'bought', face: { amountMinor: 2_000n, currency: 'EUR' } }]);
    expect(await activities(id)).toMatchObject([{ kind: 'reward.bought' }]);
  });

  it('is ordered once for the same thing, and bought once', async () => {
    const { order, buy, amazon, settled } = await start();
    const id = await order();
    await order({ id });

    await buy(id);
    await buy(id);
    await order({ id });

    expect(amazon.cards).toHaveLength(1);
    expect(settled).toHaveLength(1);
  });

  it('is bought once when many workers take it at the same moment', async () => {
    const { order, buy, amazon, settled } = await start();
    const ids = [await order(), await order(), await order()];

    await Promise.all(ids.flatMap((id) => Array.from({ length: 5 }, () => buy(id))));

    expect(amazon.cards).toHaveLength(3);
    expect(amazon.calls.filter((call) => call.includes('CreateGiftCard'))).toHaveLength(3);
    expect(settled.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('is asked for again with the same key when the answer was lost, and not before its time', async () => {
    const { order, buy, read, amazon, core, settled } = await start();
    const id = await order();
    amazon.fail('cut-after');

    const waitMs = await buy(id);
    expect(await read(id)).toMatchObject({ status: 'unknown', attempts: 1, settled_at: null });
    expect(waitMs).toBeGreaterThan(0);
    expect(await buy(id)).toBe(waitMs);
    expect(settled).toEqual([]);
    core.clock.advance(waitMs ?? 0);
    await buy(id);

    expect(await read(id)).toMatchObject({ status: 'bought', attempts: 2, last_error: null });
    expect(amazon.cards).toHaveLength(1);
    expect(settled).toHaveLength(1);
  });

  it('obeys a provider that says how long to wait', async () => {
    const { order, buy, tremendous } = await start();
    const id = await order({ provider: 'tremendous' });
    const headers = { 'retry-after': '1200' };
    tremendous.fail({ answer: { status: 429, body: {}, headers } });

    expect(await buy(id)).toBe(20 * MINUTE_MS);
  });

  it('is rejected for good when the provider sells no such thing, and whoever paid hears of it', async () => {
    const { order, buy, read, amazon, settled, activities } = await start();
    const id = await order();
    amazon.obey('F2015');

    await buy(id);
    await buy(id);

    expect(await read(id)).toMatchObject({
      status: 'rejected',
      last_error: 'Amazon: F200 MaxAmountExceeded',
    });
    expect(settled).toMatchObject([{ id, status: 'rejected', reason: 'Amazon: F200 MaxAmountExceeded' }]);
    expect(await activities(id)).toMatchObject([{ kind: 'reward.rejected' }]);
    expect(amazon.cards).toEqual([]);
  });

  it('is not settled when whoever paid cannot be told, and is then asked for again', async () => {
    const { core, order, read, amazon, buy } = await start();
    const id = await order();
    const rewardEffects = { settled: () => Promise.reject(new Error('no')) };

    await expect(buyReward({ ...core, rewardEffects }, id)).rejects.toThrow('no');
    expect(await read(id)).toMatchObject({ status: 'asking' });
    core.clock.advance(2 * MINUTE_MS);
    await buy(id);

    expect(await read(id)).toMatchObject({ status: 'bought' });
    expect(amazon.cards).toHaveLength(1);
  });

  it('calls for a person when many answers were lost', async () => {
    const { order, buy, amazon, core } = await start();
    const id = await order();
    for (let attempt = 0; attempt < MANY_ATTEMPTS; attempt += 1) {
      amazon.obey('F4000');
      core.clock.advance((await buy(id)) ?? 0);
    }

    const errors = core.log.lines.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ fields: { rewardId: id }, message: /look at the provider/u }]);
  });

  it('buys nothing when somebody made or changed it by hand', async () => {
    const { order, buy, amazon } = await start();
    const id = await order();
    await pastGuards(database.owner, (tx) =>
      sql`update reward_order set amount_minor = 90000 where id = ${id}`.execute(tx),
    );

    await expect(buy(id)).rejects.toThrow('was made or changed past Largesse');
    expect(amazon.calls).toEqual([]);
  });
});

describe('a worker that is killed while it asks', () => {
  it('leaves an order that another one buys with the same key: one card, and one answer', async () => {
    const { order, buy, read, amazon, core, settled } = await start();
    const id = await order();
    const { flags, pathOf } = await findPrograms();
    const args = JSON.stringify({ url: database.url, apiUrl: amazon.url, id, now: core.clock.now() });
    amazon.fail('silence-after');
    const silent = new Promise<void>((resolve) => amazon.onSilence(resolve));
    const worker = spawn(process.execPath, [...flags, pathOf('test/usecases/reward/doomed-buyer.ts'), args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await silent;
    worker.kill('SIGKILL');
    await once(worker, 'exit');

    expect(amazon.cards).toHaveLength(1);
    expect(await read(id)).toMatchObject({ status: 'asking', attempts: 1 });
    const leaseMs = await buy(id);
    expect(leaseMs).toBeGreaterThan(0);
    core.clock.advance(leaseMs ?? 0);
    await buy(id);

    expect(await read(id)).toMatchObject({ status: 'bought', provider_ref: amazon.cards[0]?.gcId });
    expect(amazon.cards).toHaveLength(1);
    expect(settled).toHaveLength(1);
  });
});

describe('a provider that cannot sell to us', () => {
  it('is paused, while what was ordered waits, and finance is told once a day', async () => {
    const { order, buy, read, amazon, company, organizationId, settled } = await start();
    const [first, second] = [await order(), await order()];
    amazon.obey('F3003');

    await buy(first);
    await buy(second);

    expect(await read(first)).toMatchObject({ status: 'due', attempts: 1 });
    expect(await read(second)).toMatchObject({ status: 'due', attempts: 0 });
    expect(amazon.calls).toHaveLength(1);
    expect(settled).toEqual([]);
    expect(await company.notificationsOf('reward.paused', organizationId)).toEqual(['finn']);
  });

  it('is tried by one order after a while, and all are bought when it sells again', async () => {
    const { order, buy, read, amazon, core } = await start();
    const ids = [await order(), await order(), await order()];
    amazon.obey('F3003');
    for (const id of ids) await buy(id);
    core.clock.advance(10 * MINUTE_MS);
    amazon.obey('F3003');

    await Promise.all(ids.map(buy));
    expect(amazon.calls).toHaveLength(2);
    core.clock.advance(10 * MINUTE_MS);
    for (const id of ids) await buy(id);
    core.clock.advance(10 * MINUTE_MS);
    for (const id of ids) await buy(id);

    expect(await Promise.all(ids.map(async (id) => (await read(id)).status))).toEqual(
      ids.map(() => 'bought'),
    );
    expect(amazon.cards).toHaveLength(3);
  });

  it('does not stop another one', async () => {
    const { order, buy, read, amazon } = await start();
    amazon.obey('F3003');
    await buy(await order());
    const other = await order({ provider: 'tremendous' });

    await buy(other);

    expect(await read(other)).toMatchObject({ status: 'bought' });
  });
});

describe('what the database keeps of a purchase', () => {
  it.each([
    ['becomes another amount', 'amount_minor = 1'],
    ['becomes somebody else’s', 'person_id = gen_random_uuid()'],
    ['is rejected after it was bought', `status = 'rejected'`],
    ['is bought a second time', `status = 'asking', due_at = now(), settled_at = null`],
    ['was charged otherwise', 'charged_minor = 1'],
    ['was seen less often', 'reveals = -1'],
  ])('never %s', async (_, change) => {
    const { order, buy } = await start();
    const id = await order();
    await buy(id);

    await expect(
      sql`update reward_order set ${sql.raw(change)} where id = ${id}`.execute(database.owner),
    ).rejects.toThrow(/keeps what it is|moves on|violates/u);
  });
});
