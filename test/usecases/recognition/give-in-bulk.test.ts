import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { giveInBulk } from '#src/usecases/recognition/give-in-bulk.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import type { BulkGift } from '#src/domain/recognition/bulk.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  return { core, company, priya: await company.person('priya'), morgan: await company.person('morgan') };
}

async function giftTo(
  company: Company,
  recipient: string,
  { key = recipient, department = 'Engineering', amount = '10' } = {},
): Promise<BulkGift> {
  return {
    key,
    recipientId: (await company.person(recipient)).id,
    departmentId: (await company.department(department)).id,
    amount,
    currency: 'USD',
    occasion: 'launch',
    message: 'thank you',
  };
}

function giftsOf({ organization }: Company) {
  return database.db.selectFrom('gift').selectAll().where('organization_id', '=', organization.id).execute();
}

async function breaches(): Promise<string[]> {
  const { checks } = await verifyLedger(database.db);
  return checks.filter(({ ok }) => !ok).map(({ name }) => name);
}

describe('giving in bulk', () => {
  it('lets HR give from any department, which pays; only the deliveries are enqueued', async () => {
    const { core, company, priya } = await start();

    const outcomes = await core.app.recognition.giveInBulk(priya, [
      await giftTo(company, 'alice'),
      await giftTo(company, 'mallory', { department: 'Design', amount: '7.50' }),
    ]);

    expect(outcomes).toEqual([{ status: 'given' }, { status: 'given' }]);
    expect(await company.left('Engineering')).toBe(49_000n);
    expect(await company.left('Design')).toBe(19_250n);
    const gifts = await giftsOf(company);
    expect(gifts.map(({ giver_id, occasion }) => [giver_id, occasion])).toEqual([
      [priya.id, 'launch'],
      [priya.id, 'launch'],
    ]);
    expect(core.queue.take('deliver-gift').toSorted()).toEqual(gifts.map(({ id }) => id).toSorted());
    expect(core.queue.take('answer-giver')).toEqual([]);
  });

  it('lets a manager give from their own department and from no other', async () => {
    const { core, company, morgan } = await start();

    const outcomes = await core.app.recognition.giveInBulk(morgan, [
      await giftTo(company, 'alice'),
      await giftTo(company, 'mallory', { department: 'Design' }),
    ]);

    expect(outcomes).toEqual([
      { status: 'given' },
      { status: 'refused', refusal: { kind: 'not-allowed', role: 'manager' } },
    ]);
    expect(await company.left('Design')).toBe(20_000n);
  });

  it('gives once by a key, however often it is asked', async () => {
    const { core, company, priya, morgan } = await start();
    const gifts = [await giftTo(company, 'alice'), await giftTo(company, 'bob')];
    await core.app.recognition.giveInBulk(priya, gifts);

    const again = await core.app.recognition.giveInBulk(morgan, gifts.toReversed());

    expect(again).toEqual([{ status: 'before' }, { status: 'before' }]);
    expect(await company.left('Engineering')).toBe(48_000n);
  });

  it('gives what was accepted by a run that died before it was decided', async () => {
    const { core, company, priya } = await start();
    const gifts = [await giftTo(company, 'alice'), await giftTo(company, 'bob')];
    function die(): never {
      throw new Error('the process died');
    }
    const dying = { ...core, keys: { ...core.keys, mintCode: die } };
    await expect(giveInBulk(dying, priya, gifts)).rejects.toThrow('died');

    const outcomes = await core.app.recognition.giveInBulk(priya, gifts);

    expect(outcomes).toEqual([{ status: 'given' }, { status: 'given' }]);
    expect(await giftsOf(company)).toHaveLength(2);
  });

  it('asks anew for what was refused, and for nothing else', async () => {
    const { core, company, priya } = await start();
    const gifts = [
      await giftTo(company, 'alice', { amount: '400' }),
      await giftTo(company, 'bob', { amount: '200' }),
    ];
    const first = await core.app.recognition.giveInBulk(priya, gifts);
    const second = await core.app.recognition.giveInBulk(priya, gifts);
    await company.setBudget('Engineering', 70_000n);

    const third = await core.app.recognition.giveInBulk(priya, gifts);

    expect(first).toMatchObject([{ status: 'given' }, { refusal: { kind: 'over-budget' } }]);
    expect(second).toMatchObject([{ status: 'before' }, { refusal: { kind: 'over-budget' } }]);
    expect(third).toEqual([{ status: 'before' }, { status: 'given' }]);
    expect(await company.left('Engineering')).toBe(10_000n);
  });

  it('gives each once when several run at once, in whatever order', async () => {
    const { core, company, priya } = await start();
    const people = ['alice', 'bob', 'mallory', 'dana'];
    const gifts = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        giftTo(company, people[index % people.length] ?? '', { key: `g${index}`, amount: '1' }),
      ),
    );

    const runs = await Promise.all(
      [gifts, gifts.toReversed(), gifts, gifts.toReversed()].map((list) =>
        core.app.recognition.giveInBulk(priya, list),
      ),
    );

    const given = runs.flat().filter(({ status }) => status === 'given');
    expect(given).toHaveLength(120);
    expect(await giftsOf(company)).toHaveLength(120);
    expect(await company.left('Engineering')).toBe(50_000n - 12_000n);
    expect(await breaches()).toEqual([]);
  });
});
