import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { transact } from '#src/db/kit/transact.ts';
import { DAY_MS, HOUR_MS } from '#src/domain/kit/time.ts';
import { must } from '#src/domain/kit/must.ts';
import { StockCode } from '#src/domain/reward/stock-code.ts';
import { openStockCode } from '#src/kit/seal-stock-code.ts';
import { returnStockCode } from '#src/usecases/reward/steps/return-stock-code.ts';
import { takeStockCode } from '#src/usecases/reward/steps/take-stock-code.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { codesOf, csvOf, stockCodes } from '#test/helpers/stock.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { listDue } from '#src/db/jobs/due.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const log = createRecordingLog();
const core = makeCore(database.db, { log });
const { app, clock } = core;
type Company = Awaited<ReturnType<typeof makeCompanyWithApprovers>>;
let company: Company;
let priya: Awaited<ReturnType<Company['person']>>;
let alice: typeof priya;
beforeAll(async () => {
  company = await makeCompanyWithApprovers(core);
  [priya, alice] = [await company.person('priya'), await company.person('alice')];
});

/** Takes a code for a new order of Alice's. */
async function take(productId: string, id = core.newId()) {
  const { organizationId } = priya;
  const taker = { personId: alice.id, takenFor: { type: 'order' as const, id } };
  const taken = await transact(core, (tx) => takeStockCode(core, tx, { organizationId, productId, taker }));
  return taken.ok ? { ...taken.value, orderId: id } : undefined;
}

async function giveBack(id: string) {
  const of = { organizationId: priya.organizationId, takenFor: { type: 'order' as const, id } };
  return transact(core, (tx) => returnStockCode(core, tx, of));
}

async function codeOf(id: string): Promise<string> {
  const row = await core.db
    .selectFrom('stock_code')
    .select(['id', 'sealed'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return openStockCode(core.keys, row).reveal().code;
}

async function upload(lines: readonly string[], defaults = { product: 'Cinema voucher', value: '25' }) {
  const uploaded = await app.reward.uploadStock({
    actor: priya,
    name: 'a file',
    bytes: csvOf(lines),
    defaults,
  });
  if (!uploaded.ok) throw new Error(uploaded.refusal.kind);
  return uploaded.value;
}

async function leftOf(productId: string) {
  const stock = await app.queries.reward.listStock(priya);
  return must(
    stock.find((one) => one.productId === productId),
    'product',
  );
}

describe('codes from a file', () => {
  it('come into stock sealed, and nothing of them is in the database, the log or an activity', async () => {
    const [code = ''] = codesOf(1, 'SEALED');
    const uploaded = await upload(['code,pin', `${code},PIN-OF-A-SEALED-CODE`], {
      product: 'Sealed',
      value: '10',
    });

    expect(uploaded).toMatchObject({
      codes: 1,
      problems: [],
      parts: [{ product: 'Sealed', valueMinor: 1_000n, codes: 1 }],
    });
    const { rows } = await sql<{
      all: string;
    }>`select string_agg(s::text, '') as all from stock_code s`.execute(core.db);
    const { rows: activities } = await sql<{
      all: string;
    }>`select string_agg(a::text, '') as all from activity a`.execute(core.db);
    const { rows: changes } = await sql<{
      all: string;
    }>`select string_agg(c::text, '') as all from change c`.execute(core.db);
    for (const text of [rows[0]?.all, activities[0]?.all, changes[0]?.all, JSON.stringify(log.steps)]) {
      expect(text).not.toContain('SEALED-');
      expect(text).not.toContain(Buffer.from(code).toString('hex'));
      expect(text).not.toContain('PIN-OF-A-SEALED-CODE');
    }
  });

  it('are refused as a whole when one was there before, under whichever key and however it is written', async () => {
    await upload(['code', 'TWICE-0001-ABC', 'TWICE-0002-ABC'], { product: 'Twice', value: '10' });

    const again = await upload(['Gift code;Wert', 'TWICE-0003-ABC;20,00', 'twice 0002 abc;20,00'], {
      product: 'Other',
      value: '',
    });

    expect(again).toMatchObject({ codes: 0, batchId: undefined });
    expect(again.problems).toEqual([{ line: 3, field: 'code', why: 'known', other: 'a file' }]);
    expect(JSON.stringify(again)).not.toMatch(/twice/iu);
    const stock = await app.queries.reward.listStock(priya);
    expect(stock.some(({ product }) => product === 'Other')).toBe(false);
  });

  it('can be tried first, which stores nothing', async () => {
    const bytes = csvOf(['code', 'DRY-0001-ABC']);
    const planned = await app.reward.planStock({
      actor: priya,
      name: '',
      bytes,
      defaults: { product: 'Dry', value: '5' },
    });

    expect(planned).toMatchObject({ ok: true, value: { codes: 1, batchId: undefined } });
    expect((await app.queries.reward.listStock(priya)).some(({ product }) => product === 'Dry')).toBe(false);
  });

  it('are kept by HR, finance and admins alone', async () => {
    const bytes = csvOf(['code', 'NOBODY-0001']);
    for (const who of ['alice', 'morgan', 'ada']) {
      const actor = await company.person(who);
      const asked = { actor, name: '', bytes, defaults: { product: 'No', value: '5' } };
      expect(await app.reward.uploadStock(asked)).toMatchObject({
        ok: false,
        refusal: { kind: 'stock-not-allowed' },
      });
      expect(await app.reward.planStock(asked)).toMatchObject({ ok: false });
      expect(await app.reward.recallBatch({ actor, batchId: core.newId(), reason: 'x' })).toMatchObject({
        ok: false,
      });
      expect(await app.reward.setLowAt({ actor, productId: core.newId(), lowAt: 1 })).toMatchObject({
        ok: false,
      });
    }
  });
});

describe('taking from stock', () => {
  it('gives what expires first, and what never does last', async () => {
    const product = 'In order';
    await stockCodes(core, priya, ['ORDER-NEVER-1'], { product });
    await stockCodes(core, priya, ['ORDER-LATE-01'], { product, expires: '2029-01-31' });
    const { productId } = await stockCodes(core, priya, ['ORDER-SOON-01'], {
      product,
      expires: '2027-01-31',
    });

    const taken = [await take(productId), await take(productId), await take(productId)];

    const codes = await Promise.all(taken.map((one) => codeOf(one?.id ?? '')));
    expect(codes).toEqual(['ORDER-SOON-01', 'ORDER-LATE-01', 'ORDER-NEVER-1']);
    expect(await take(productId)).toBeUndefined();
  });

  it('gives the same order the same code', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(2, 'SAME'), { product: 'Same' });
    const orderId = core.newId();

    const [first, second] = [await take(productId, orderId), await take(productId, orderId)];

    expect(second).toMatchObject({ id: first?.id, isNew: false });
    expect((await leftOf(productId)).left).toBe(1);
  });

  it('never gives one that has expired', async () => {
    const day = new Date(clock.now().getTime() + DAY_MS).toISOString().slice(0, 10);
    const { productId } = await stockCodes(core, priya, codesOf(1, 'OVER'), {
      product: 'Over',
      expires: day,
    });
    clock.advance(3 * DAY_MS);

    expect(await take(productId)).toBeUndefined();
    const byHand =
      sql`update stock_code set status = 'taken', taken_at = ${clock.now()}, person_id = ${alice.id},
      taken_for_type = 'order', taken_for = ${core.newId()} where product_id = ${productId}`.execute(core.db);
    await expect(byHand).rejects.toMatchObject({ code: '23514' });
    expect(await leftOf(productId)).toMatchObject({ left: 0, levels: [{ expired: 1 }] });
  });

  it('gives back what nobody has seen, once', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(1, 'BACK'), { product: 'Back' });
    const taken = must(await take(productId), 'code');

    expect(await giveBack(taken.orderId)).toBe('returned');
    expect(await giveBack(taken.orderId)).toBe('none');
    expect(await take(productId)).toMatchObject({ id: taken.id, isNew: true });
  });

  it('keeps what its owner has seen', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(1, 'SEEN'), { product: 'Seen' });
    const taken = must(await take(productId), 'code');
    await transact(core, (tx) =>
      tx.updateTable('stock_code').set({ revealed_at: tx.now }).where('id', '=', taken.id).execute(),
    );

    expect(await giveBack(taken.orderId)).toBe('seen');
    const byHand =
      sql`update stock_code set status = 'in-stock', taken_at = null, person_id = null, taken_for_type = null,
      taken_for = null, revealed_at = null where id = ${taken.id}`.execute(database.owner);
    await expect(byHand).rejects.toMatchObject({ code: '23001' });
  });
});

describe('a bad batch', () => {
  it('is taken out of stock, and who holds the others is listed', async () => {
    const { batchId, productId } = await stockCodes(core, priya, codesOf(3, 'BAD'), { product: 'Bad' });
    const taken = must(await take(productId), 'code');

    const recalled = await app.reward.recallBatch({
      actor: priya,
      batchId,
      reason: 'The supplier sold them twice',
    });

    expect(recalled).toEqual({ ok: true, value: { recalled: 2 } });
    expect(await take(productId)).toBeUndefined();
    const holders = await app.queries.reward.listHolders(priya, { batchId, limit: 10 });
    expect(holders).toMatchObject([
      { codeId: taken.id, name: 'Alice Ito', product: 'Bad', isRevealed: false },
    ]);
    expect(await giveBack(taken.orderId)).toBe('recalled');
    expect(await take(productId)).toBeUndefined();
    const again = await app.reward.recallBatch({ actor: priya, batchId, reason: 'again' });
    expect(again).toMatchObject({ ok: false, refusal: { kind: 'recalled-before' } });
  });

  it('needs a reason, and exists', async () => {
    const { batchId } = await stockCodes(core, priya, codesOf(1, 'WHY'), { product: 'Why' });

    expect(await app.reward.recallBatch({ actor: priya, batchId, reason: ' ' })).toMatchObject({ ok: false });
    const other = await app.reward.recallBatch({ actor: priya, batchId: core.newId(), reason: 'x' });
    expect(other).toMatchObject({ ok: false, refusal: { kind: 'unknown-batch' } });
  });
});

describe('low stock', () => {
  async function toldOf(productId: string) {
    const rows = await core.db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select(['person.role', 'detail'])
      .where('kind', '=', 'stock.low')
      .where('subject_id', '=', productId)
      .execute();
    return rows.map(({ role }) => role).toSorted();
  }

  it('tells HR and finance once a fall', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(6, 'LOW'), { product: 'Low' });
    await app.reward.watchStock(productId);
    expect(await toldOf(productId)).toEqual([]);

    await take(productId);
    await app.reward.watchStock(productId);
    expect(await toldOf(productId)).toEqual([]);
    await take(productId);
    await app.reward.watchStock(productId);
    await take(productId);
    await app.reward.watchStock(productId);
    const once = await toldOf(productId);
    expect(new Set(once)).toEqual(new Set(['finance', 'hr']));

    await stockCodes(core, priya, codesOf(6, 'MORE'), { product: 'Low' });
    await app.reward.watchStock(productId);
    clock.advance(HOUR_MS);
    await app.reward.setLowAt({ actor: priya, productId, lowAt: 50 });
    await app.reward.watchStock(productId);
    expect(await toldOf(productId)).toEqual([...once, ...once].toSorted());
  });

  it('is looked at again an hour later, when codes may have expired', async () => {
    const { productId } = await stockCodes(core, priya, codesOf(6, 'SWEEP'), { product: 'Sweep' });
    async function isDue() {
      const due = await listDue(core.db, {
        job: 'watch-stock',
        due: 'stock',
        before: new Date(clock.now().getTime() + 1),
      });
      return due.includes(productId);
    }

    expect(await isDue()).toBe(true);
    await app.reward.watchStock(productId);
    expect(await isDue()).toBe(false);
    clock.advance(HOUR_MS);
    expect(await isDue()).toBe(true);
    await app.reward.setLowAt({ actor: priya, productId, lowAt: 0 });
    expect(await isDue()).toBe(false);
  });
});

describe('a code in clear', () => {
  it('shows nothing of itself', () => {
    const code = new StockCode({ code: 'HIDDEN-1234-5678', pin: '9999' });

    for (const text of [String(code), JSON.stringify({ code }), inspect(code), inspect({ deep: { code } })]) {
      expect(text).not.toMatch(/HIDDEN|1234|5678|9999/u);
    }
    expect(code.ending).toBe('5678');
    expect(new StockCode({ code: '123456' }).ending).toBe('6');
    expect(new StockCode({ code: '123' }).ending).toBe('');
  });
});
