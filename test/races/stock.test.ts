import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { App } from '#src/app.ts';
import { connect } from '#src/db/kit/connect.ts';
import { transact } from '#src/db/kit/transact.ts';
import { must } from '#src/domain/kit/must.ts';
import { returnStockCode } from '#src/usecases/reward/steps/return-stock-code.ts';
import { takeStockCode } from '#src/usecases/reward/steps/take-stock-code.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { codesOf, csvOf, stockCodes } from '#test/helpers/stock.ts';
import { expectProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
/** Three more processes, each with a pool of its own, on the same database and keys. */
const others = [1, 2, 3].map(() =>
  makeCore(connect({ url: database.url, poolSize: 10, connectTimeoutMs: 60_000 }, core.log), {
    keys: core.keys,
    clock: core.clock,
  }),
);

afterAll(async () => {
  await Promise.all(others.map(({ db }) => db.destroy()));
  await expectProved(database.db);
  await database.drop();
});

function processOf(index: number): TestCore {
  return must(others[index % others.length], 'process');
}

function atOnce<T>(times: number, act: (app: App, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => act(processOf(index).app, index)));
}

const company = await makeCompanyWithApprovers(core);
const [priya, alice] = [await company.person('priya'), await company.person('alice')];
const { organizationId } = priya;

/** Takes a code for an order, from one of the processes. Undefined when none is left. */
async function take(index: number, productId: string, orderId: string): Promise<string | undefined> {
  const process = processOf(index);
  const taker = { personId: alice.id, takenFor: { type: 'order' as const, id: orderId } };
  const taken = await transact(process, (tx) =>
    takeStockCode(process, tx, { organizationId, productId, taker }),
  );
  return taken.ok ? taken.value.id : undefined;
}

async function giveBack(index: number, orderId: string) {
  const process = processOf(index);
  return transact(process, (tx) =>
    returnStockCode(process, tx, { organizationId, takenFor: { type: 'order', id: orderId } }),
  );
}

describe('codes in stock, when many want them at once', () => {
  it('the last one goes to one of fifty', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(1, 'LAST'), { product: 'Last' });

    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, index) => take(index, productId, core.newId())),
    );

    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('thirty go to thirty of fifty, each another one', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(30, 'THIRTY'), { product: 'Thirty' });

    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, index) => take(index, productId, core.newId())),
    );

    const got = taken.filter((one) => one !== undefined);
    expect(got).toHaveLength(30);
    expect(new Set(got).size).toBe(30);
  });

  it('one that is given back while its batch is recalled does not come back', async () => {
    for (let round = 0; round < 5; round += 1) {
      const codes = codesOf(2, `RECALL${round}`);
      const { productId, batchId } = await stockCodes(core, priya, codes, { product: 'Recalled' });
      const orderId = core.newId();
      await take(0, productId, orderId);

      const [back] = await Promise.all([
        giveBack(1, orderId),
        processOf(2).app.reward.recallBatch({ actor: priya, batchId, reason: 'bad' }),
      ]);

      expect(['returned', 'recalled']).toContain(back);
      expect(await take(0, productId, core.newId())).toBeUndefined();
    }
  });

  it('a file that two people upload comes in once', async () => {
    const bytes = csvOf(['code', ...codesOf(20, 'BOTH')]);

    const uploaded = await atOnce(6, (app) =>
      app.reward.uploadStock({
        actor: priya,
        name: 'both',
        bytes,
        defaults: { product: 'Both', value: '5' },
      }),
    );

    const stored = uploaded.filter((one) => one.ok && one.value.batchId !== undefined);
    expect(stored).toHaveLength(1);
    const stock = await core.app.queries.reward.listStock(priya);
    expect(stock.find(({ product }) => product === 'Both')?.left).toBe(20);
  });

  it('tells once that few are left, whoever looks', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(3, 'TOLD'), { product: 'Told' });

    await atOnce(12, (app) => app.reward.watchStock(productId));

    const rows = await core.db
      .selectFrom('notification')
      .select('person_id')
      .where('subject_id', '=', productId)
      .execute();
    expect(rows.length).toBe(new Set(rows.map((row) => row.person_id)).size);
    expect(rows.length).toBeGreaterThan(0);
  });
});

type Act = { kind: 'upload'; codes: number } | { kind: 'take' | 'return' | 'recall'; which: number };

const acts = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('upload' as const), codes: fc.integer({ min: 1, max: 4 }) }),
    fc.record({
      kind: fc.constantFrom(
        'take' as const,
        'take' as const,
        'take' as const,
        'return' as const,
        'recall' as const,
      ),
      which: fc.nat(20),
    }),
  ),
  { minLength: 3, maxLength: 14 },
);

describe('whatever is done to stock', () => {
  it('loses no code and gives none twice', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(acts, async (all: Act[]) => {
        run += 1;
        const product = `Property ${run}`;
        let uploaded = 0;
        const batches: string[] = [];
        const orders: string[] = [];
        const { productId, batchId } = await stockCodes(core, priya, codesOf(2, `P${run}-A`), { product });
        uploaded += 2;
        batches.push(batchId);
        // Three at a time.
        for (let at = 0; at < all.length; at += 3) {
          await Promise.all(
            all.slice(at, at + 3).map(async (act, index) => {
              if (act.kind === 'upload') {
                const codes = codesOf(act.codes, `P${run}-${at}-${index}`);
                const more = await stockCodes(processOf(index), priya, codes, { product });
                uploaded += act.codes;
                batches.push(more.batchId);
              } else if (act.kind === 'take') {
                const orderId = core.newId();
                const got = await take(index, productId, orderId);
                if (got) orders.push(orderId);
              } else if (act.kind === 'return') {
                const orderId = orders[act.which % Math.max(orders.length, 1)];
                if (orderId) await giveBack(index, orderId);
              } else {
                const batch = batches[act.which % batches.length] ?? '';
                await processOf(index).app.reward.recallBatch({
                  actor: priya,
                  batchId: batch,
                  reason: 'bad',
                });
              }
            }),
          );
        }

        const rows = await core.db
          .selectFrom('stock_code')
          .innerJoin('stock_batch', 'stock_batch.id', 'stock_code.batch_id')
          .select(['stock_code.status', 'stock_code.taken_for', 'stock_batch.recalled_at'])
          .where('product_id', '=', productId)
          .execute();
        expect(rows).toHaveLength(uploaded);
        const taken = rows.flatMap((row) => row.taken_for ?? []);
        expect(new Set(taken).size).toBe(taken.length);
        expect(rows.filter((row) => row.recalled_at && row.status === 'in-stock')).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
