import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#src/db/reports/verify-ledger.ts';
import { monthOf } from '#src/domain/period.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const ZONE = 'Europe/Berlin';
const PEOPLE = ['alice', 'bob', 'mallory'] as const;

/** The product by the plainest means: a policy, what each month was granted and has spent, gifts and wallets. */
type Model = {
  policy: bigint;
  months: Map<string, { granted: bigint; spent: bigint }>;
  waiting: { giftId: string; recipient: string; amount: bigint }[];
  wallets: Map<string, bigint>;
};

type Real = { core: TestCore; company: Company };

function monthIn(model: Model, { core }: Real) {
  const { key } = monthOf(core.clock.now(), ZONE);
  return model.months.get(key) ?? { granted: model.policy, spent: 0n };
}

function touch(model: Model, real: Real, month: { granted: bigint; spent: bigint }): void {
  model.months.set(monthOf(real.core.clock.now(), ZONE).key, month);
}

type Step = { toString(): string; run(model: Model, real: Real): Promise<void> };

function give(recipient: string, amount: bigint): Step {
  return {
    toString: () => `give ${recipient} ${amount}`,
    async run(model, real) {
      const month = monthIn(model, real);
      const { gifts } = await real.company.give('morgan', recipient, `${amount}`);
      const cost = amount * 100n;
      const isGranted = month.spent + cost <= month.granted;

      expect(gifts).toHaveLength(isGranted ? 1 : 0);
      touch(model, real, isGranted ? { ...month, spent: month.spent + cost } : month);
      for (const { giftId } of gifts) model.waiting.push({ giftId, recipient, amount: cost });
    },
  };
}

function redeem(pick: number, by: string): Step {
  return {
    toString: () => `redeem ${pick} by ${by}`,
    async run(model, { core, company }) {
      const gift = model.waiting[pick % Math.max(model.waiting.length, 1)];
      if (!gift) return;
      const outcome = await core.app.redeemGift({ person: await company.person(by), giftId: gift.giftId });

      expect(outcome.ok).toBe(gift.recipient === by);
      if (!outcome.ok) return;
      model.waiting = model.waiting.filter((one) => one !== gift);
      model.wallets.set(by, (model.wallets.get(by) ?? 0n) + gift.amount);
    },
  };
}

function setBudget(amountMinor: bigint): Step {
  return {
    toString: () => `set ${amountMinor}`,
    async run(model, real) {
      const month = monthIn(model, real);
      const outcome = await real.company.setBudget('Engineering', amountMinor);

      expect(outcome.ok).toBe(amountMinor >= month.spent);
      touch(model, real, outcome.ok ? { ...month, granted: amountMinor } : month);
      if (outcome.ok) model.policy = amountMinor;
    },
  };
}

function wait(days: number): Step {
  return {
    toString: () => `wait ${days} days`,
    async run(_, { core }) {
      core.clock.advance(days * 24 * 3_600_000);
    },
  };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...PEOPLE), fc.bigInt({ min: 1n, max: 30n }))
      .map(([to, amount]) => give(to, amount)),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(9), fc.constantFrom(...PEOPLE)).map(([pick, by]) => redeem(pick, by)),
  },
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 60n }).map((amount) => setBudget(amount * 100n)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map(wait) },
);

async function followsModel(steps: readonly Step[]): Promise<void> {
  const core = makeCore(database.db);
  const company = await makeCompany(core, { timeZone: ZONE, engineering: 5_000n });
  const real = { core, company };
  const model: Model = { policy: 5_000n, months: new Map(), waiting: [], wallets: new Map() };
  touch(model, real, { granted: 5_000n, spent: 0n });

  for (const one of steps) {
    await one.run(model, real);
    const { granted, spent } = monthIn(model, real);
    expect(await company.left('Engineering')).toBe(granted - spent);
  }
  for (const name of PEOPLE) {
    const { wallets, unredeemed } = await core.app.showBalance(await company.person(name));
    expect(wallets.map(({ amountMinor }) => amountMinor)).toEqual(
      model.wallets.has(name) ? [model.wallets.get(name)] : [],
    );
    expect(unredeemed).toHaveLength(model.waiting.filter(({ recipient }) => recipient === name).length);
  }
}

describe('giving, redeeming and setting budgets over months', () => {
  it('comes out as it would in a book kept by hand, in any order', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), followsModel), {
      numRuns: 12,
    });

    const { checks } = await verifyLedger(database.db);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
