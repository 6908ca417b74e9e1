import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { anyStep } from './any-step.ts';
import { compareAll, compareBudgets } from './compare.ts';
import { compareStore } from './compare-store.ts';
import { AT_CARDS, EVERY_WAY } from './every-way.ts';
import { begin, start, type Start } from './start.ts';
import type { Step } from './steps/step.ts';

/**
 * How many stories are told; each is up to eighty steps long. To look further, or at one story again by the seed that its
 * failure names:
 *
 *     MODEL_RUNS=2000 npx vitest run --config test/vitest.config.ts test/races/model
 *     MODEL_SEED=485264627 npx vitest run --config test/vitest.config.ts test/races/model
 */
const { MODEL_RUNS: runs = '12', MODEL_SEED: seed } = process.env;
const MAX_STEPS = 80;
const RUN_TIMEOUT_MS = 10_000;

const database = await createTestDatabase();
afterAll(database.drop);

async function followsModel(at: Start, steps: readonly Step[]): Promise<void> {
  const { model, real } = await begin(database.db, at);
  for (const one of steps) {
    await one.run(model, real);
    await compareBudgets(model, real);
    await compareStore(model, real);
  }
  await compareAll(model, real);
}

describe('everything that is asked, given, decided, taken back and set, over periods', () => {
  const timeout = 120_000 + Number(runs) * RUN_TIMEOUT_MS;

  it('comes out as in books kept by hand, in any order', { timeout }, async () => {
    const steps = fc.array(anyStep, { minLength: 1, maxLength: MAX_STEPS, size: 'max' });
    // A story that fails is told by its seed, and made short only when somebody looks at that.
    const settings = { numRuns: Number(runs), unbiased: true, endOnFailure: !seed };
    const told = { ...settings, ...(seed && { seed: Number(seed) }) };

    const stories = fc.assert(fc.asyncProperty(start, steps, followsModel), told);

    await expect(stories).resolves.toBeUndefined();
  });

  it('comes out so in each way that an order and a gift card can go', { timeout: 120_000 }, async () => {
    await expect(followsModel(AT_CARDS, EVERY_WAY)).resolves.toBeUndefined();
  });
});
