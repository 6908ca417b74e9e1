import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { WalletRow } from '#src/app.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import { must } from '#src/domain/kit/must.ts';
import { CLOSING_WAYS, type ClosingWay } from '#src/domain/wallet/closing.ts';
import { addShop, asShop, buy } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { grantPromo, takeBack } from '#test/helpers/promos.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany, type WalletCompany } from '#test/helpers/wallet-company.ts';

/**
 * What a wallet is made of, and the balance of each of its movements, whatever happened to it. To look further, or at one history
 * again:
 *
 *     WALLET_RUNS=500 npx vitest run --config test/vitest.config.ts test/races/wallet-histories.test.ts
 *     WALLET_SEED=485264627 npx vitest run --config test/vitest.config.ts test/races/wallet-histories.test.ts
 */
const { WALLET_RUNS: runs = '20', WALLET_SEED: seed } = process.env;

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;

/** Alice's wallet as a clerk keeps it: what is left of each grant, and her gift funds. */
type Book = {
  gifts: Map<string, bigint>;
  redeemed: Set<string>;
  reversed: Set<string>;
  lots: Map<string, { left: bigint; expiresAt: number; isOver?: true }>;
  closed: bigint;
  /** Of gift funds, less what came back. */
  spent: bigint;
  closings: number;
  isFrozen: boolean;
  checkouts: Bought[];
};

/** A purchase as the clerk keeps it: what each lot and her gift funds pay, in the order in which they are spent. */
type Bought = {
  id: string;
  madeAt: number;
  parts: { lot: string | undefined; amount: bigint; taken: bigint; back: bigint }[];
  state: 'held' | 'captured' | 'over';
  expiresAt: number;
  /** How much had been closed when it was made: what comes back after another closing goes where that went. */
  closings: number;
};

type World = { core: TestCore; company: WalletCompany; shop: Marketplace; book: Book };
type Happening = { toString(): string; run(world: World): Promise<void> };

function happening(name: string, run: Happening['run']): Happening {
  return { toString: () => name, run };
}

const cents = fc.bigInt({ min: 1n, max: 900n });
const nth = fc.nat(3);

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(cents, fc.boolean()).map((args) => redeem(...args)) },
  { weight: 4, arbitrary: fc.tuple(cents, fc.integer({ min: 1, max: 50 })).map((args) => grant(...args)) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }).map(pass) },
  { weight: 2, arbitrary: nth.map(takePromoBack) },
  { weight: 2, arbitrary: nth.map(reverse) },
  { weight: 6, arbitrary: cents.map(spend) },
  { weight: 4, arbitrary: fc.tuple(nth, fc.integer({ min: 1, max: 100 })).map((args) => capture(...args)) },
  { weight: 2, arbitrary: nth.map(release) },
  { weight: 4, arbitrary: fc.tuple(nth, fc.integer({ min: 1, max: 100 })).map((args) => refund(...args)) },
  { weight: 1, arbitrary: fc.boolean().map(freeze) },
  { weight: 1, arbitrary: fc.constantFrom(...CLOSING_WAYS).map(close) },
);

function redeem(amount: bigint, isReplaced: boolean): Happening {
  return happening(
    `redeem ${amount}${isReplaced ? ' by another code' : ''}`,
    async ({ core, company, book }) => {
      const giftId = await company.gift(
        'alice',
        `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`,
      );
      const alice = await company.person('alice');
      if (isReplaced) {
        await core.app.gift.reportCode({ person: alice, giftId });
        const person = await company.person('priya');
        const asked = await core.app.approval.requestReissue({ person, giftId, reason: 'seen' });
        await company.decide('zoe', asked.ok ? asked.value.approvalId : '');
      }
      const outcome = await company.redeem('alice', await company.codeOf(giftId, 'alice'));
      expect(outcome.ok).toBe(!book.isFrozen);
      book.gifts.set(giftId, amount);
      if (outcome.ok) book.redeemed.add(giftId);
    },
  );
}

function grant(amount: bigint, days: number): Happening {
  return happening(`grant ${amount} for ${days} days`, async ({ core, company, book }) => {
    const outcome = await grantPromo(core, company, 'alice', amount, { days });
    expect(outcome.ok).toBe(true);
    if (!outcome.ok) return;
    const { grantId } = must(outcome.value.grants[0], 'grant');
    book.lots.set(grantId, { left: amount, expiresAt: core.clock.now().getTime() + days * DAY_MS });
  });
}

/** Days go by, and the worker books what has expired, last first. */
function pass(days: number): Happening {
  return happening(`${days} days pass`, async ({ core, book }) => {
    core.clock.advance(days * DAY_MS);
    for (const [grantId, lot] of [...book.lots].toReversed()) {
      await core.app.wallet.advancePromo(grantId);
      if (lot.expiresAt <= core.clock.now().getTime()) lot.left = 0n;
    }
    for (const bought of book.checkouts) {
      await core.app.checkout.advance(bought.id);
      if (bought.state === 'held' && bought.expiresAt <= core.clock.now().getTime()) {
        await giveBack({ core, book }, bought, (part) => part.amount);
        bought.state = 'over';
      }
    }
  });
}

function takePromoBack(back: number): Happening {
  return happening(`take grant ${back} back`, async ({ core, company, book }) => {
    const [grantId, lot] = [...book.lots].at(-1 - back) ?? [];
    if (!grantId || !lot) return;
    const outcome = await takeBack(core, company, grantId);
    expect(outcome.ok).toBe(lot.left > 0n);
    lot.left = 0n;
    if (outcome.ok) lot.isOver = true;
  });
}

function reverse(back: number): Happening {
  return happening(`reverse gift ${back}`, async ({ core, company, book }) => {
    const giftId = [...book.redeemed].filter((id) => !book.reversed.has(id)).at(-1 - back);
    if (!giftId) return;
    const person = await company.person('priya');
    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'given twice' });
    // Where there was too little before, it still waits.
    if (!asked.ok) return;
    const outcome = await company.decide('finn', asked.value.approvalId);
    expect(outcome.ok).toBe(fundsOf(book) >= (book.gifts.get(giftId) ?? 0n));
    if (outcome.ok) book.reversed.add(giftId);
  });
}

function freeze(isFrozen: boolean): Happening {
  return happening(isFrozen ? 'freeze' : 'unfreeze', async ({ core, company, book }) => {
    const person = await company.person('priya');
    const ownerId = (await company.person('alice')).id;
    await core.app.wallet.freeze({ person, ownerId, isFrozen, reason: 'to be safe' });
    book.isFrozen = isFrozen;
  });
}

function close(way: ClosingWay): Happening {
  return happening(`close: ${way}`, async ({ core, company, book }) => {
    const person = await company.person('priya');
    const ownerId = (await company.person('alice')).id;
    const asked = await core.app.wallet.requestClosing({ person, ownerId, way, reason: 'to leave' });
    expect(asked.ok).toBe(fundsOf(book) > 0n);
    if (!asked.ok) return;
    const approvalId = must(asked.value.closings[0], 'closing').approvalId;
    expect(await company.decide('zoe', approvalId)).toMatchObject({ ok: true });
    if (way !== 'honour') {
      book.closed += fundsOf(book);
      book.closings += 1;
    }
  });
}

function fundsOf({ gifts, redeemed, reversed, closed, spent }: Book): bigint {
  const kept = [...redeemed].filter((id) => !reversed.has(id));
  return kept.reduce((sum, id) => sum + (gifts.get(id) ?? 0n), 0n) - closed - spent;
}

/** Alice buys in the store: it is refused where she holds less, and while her wallet is frozen. */
function spend(amount: bigint): Happening {
  return happening(`spend ${amount}`, async ({ core, company, shop, book }) => {
    const now = core.clock.now().getTime();
    const outcome = await buy(core, company, { shop, amountMinor: amount });
    const lots = [...book.lots]
      .filter(([, { left, expiresAt }]) => left > 0n && expiresAt > now)
      .toSorted(([a, one], [b, other]) => one.expiresAt - other.expiresAt || (a < b ? -1 : 1));
    const held = lots.reduce((sum, [, { left }]) => sum + left, 0n) + fundsOf(book);
    expect(outcome.ok).toBe(!book.isFrozen && held >= amount);
    if (!outcome.ok) return;
    let rest = amount;
    const parts: Bought['parts'] = [];
    for (const [lot, { left }] of [...lots, [undefined, { left: rest }] as const]) {
      const paid = left < rest ? left : rest;
      rest -= paid;
      if (paid > 0n) parts.push({ lot, amount: paid, taken: 0n, back: 0n });
      const of = lot === undefined ? undefined : book.lots.get(lot);
      if (of) of.left -= paid;
      else book.spent += paid;
    }
    const { id } = outcome.value;
    const { closings } = book;
    book.checkouts.push({ id, madeAt: now, parts, state: 'held', expiresAt: now + 7 * DAY_MS, closings });
  });
}

function capture(back: number, percent: number): Happening {
  return happening(`capture ${percent} % of checkout ${back}`, async ({ core, shop, book }) => {
    const bought = book.checkouts.at(-1 - back);
    if (!bought) return;
    const amountMinor = shareOf(
      totalOf(bought, (part) => part.amount),
      percent,
    );
    const outcome = await core.app.checkout.capture({
      ...asShop(shop, bought.id),
      requestId: core.newId(),
      amountMinor,
    });
    expect(outcome.ok).toBe(bought.state === 'held');
    if (!outcome.ok) return;
    let rest = amountMinor;
    for (const part of bought.parts) {
      part.taken = part.amount < rest ? part.amount : rest;
      rest -= part.taken;
    }
    await giveBack({ core, book }, bought, (part) => part.amount - part.taken);
    bought.state = 'captured';
  });
}

function release(back: number): Happening {
  return happening(`void checkout ${back}`, async ({ core, shop, book }) => {
    const bought = book.checkouts.at(-1 - back);
    if (!bought) return;
    const before = bought.state;
    const outcome = await core.app.checkout.void(asShop(shop, bought.id));
    if (before !== 'over') expect(outcome.ok).toBe(before === 'held');
    if (!outcome.ok || before !== 'held') return;
    await giveBack({ core, book }, bought, (part) => part.amount);
    bought.state = 'over';
  });
}

/** Twice by the same request: it is given back once. */
function refund(back: number, percent: number): Happening {
  return happening(`refund ${percent} % of checkout ${back}`, async ({ core, shop, book }) => {
    const bought = book.checkouts.at(-1 - back);
    if (!bought) return;
    const amountMinor = shareOf(
      totalOf(bought, (part) => part.taken),
      percent,
    );
    const left = totalOf(bought, (part) => part.taken - part.back);
    const asked = { ...asShop(shop, bought.id), requestId: core.newId(), amountMinor };
    const outcome = await core.app.checkout.refund(asked);
    await core.app.checkout.refund(asked);
    expect(outcome.ok).toBe(bought.state === 'captured' && amountMinor <= left);
    if (!outcome.ok) return;
    let rest = amountMinor;
    const parts = new Map<Bought['parts'][number], bigint>();
    for (const part of bought.parts.toReversed()) {
      const most = part.taken - part.back;
      const given = most < rest ? most : rest;
      rest -= given;
      part.back += given;
      parts.set(part, given);
    }
    await giveBack({ core, book }, bought, (part) => parts.get(part) ?? 0n);
  });
}

/** What went back to a lot that is over is a lot of its own, which the clerk reads off the books; closed funds do not come back. */
async function giveBack(
  { core, book }: Pick<World, 'core' | 'book'>,
  bought: Bought,
  amountOf: (part: Bought['parts'][number]) => bigint,
): Promise<void> {
  const now = core.clock.now().getTime();
  for (const part of bought.parts) {
    const amount = amountOf(part);
    const lot = part.lot === undefined ? undefined : book.lots.get(part.lot);
    if (amount === 0n) continue;
    if (!lot) {
      if (book.closings === bought.closings) book.spent -= amount;
    } else if (lot.expiresAt > now && !lot.isOver) {
      lot.left += amount;
    }
  }
  const rows = await core.db
    .selectFrom('given_back')
    .innerJoin('promo_grant', 'promo_grant.id', 'given_back.grant_id')
    .select(['grant_id as grantId', 'promo_grant.amount_minor as amount', 'promo_grant.expires_at as until'])
    .where('checkout_id', '=', bought.id)
    .execute();
  for (const { grantId, amount, until } of rows) {
    if (grantId === null || book.lots.has(grantId)) continue;
    expect(until.getTime()).toBeGreaterThanOrEqual(now + 14 * DAY_MS);
    book.lots.set(grantId, { left: amount, expiresAt: until.getTime() });
  }
}

function totalOf({ parts }: Bought, amountOf: (part: Bought['parts'][number]) => bigint): bigint {
  return parts.reduce((sum, part) => sum + amountOf(part), 0n);
}

function shareOf(amount: bigint, percent: number): bigint {
  return (amount * BigInt(percent) + 99n) / 100n || 1n;
}

async function compare({ core, company, book }: World): Promise<void> {
  const alice = await company.person('alice');
  const { wallet } = core.app.queries;
  const now = core.clock.now().getTime();
  const lots = [...book.lots.values()];
  const promoMinor = sumOf(lots.filter(({ expiresAt }) => expiresAt > now).map(({ left }) => left));
  const [held] = (await wallet.compose(alice, alice.id)) ?? [];

  expect(held?.giftMinor ?? 0n).toBe(fundsOf(book));
  expect(held?.spendableMinor ?? 0n).toBe(fundsOf(book) + promoMinor);
  expect(held?.isFrozen ?? book.isFrozen).toBe(book.isFrozen);
  expect(held?.promo ?? []).toSatisfy((shown: { leftMinor: bigint }[]) =>
    shown.every(({ leftMinor }) => leftMinor > 0n),
  );
  await compareRows(core, alice);
}

/** The history against the postings themselves: every one is in it once, and each balance is the sum of those up to it. */
async function compareRows(core: TestCore, alice: { organizationId: string; id: string }): Promise<void> {
  const person = alice as Parameters<typeof core.app.queries.wallet.history>[0];
  const { rows: postings } = await sql<{ entryId: string; amount: bigint }>`
    select p.entry_id as "entryId", sum(p.amount)::bigint as amount
      from account a join posting p on p.organization_id = a.organization_id and p.account_id = a.id
     where a.organization_id = ${alice.organizationId} and a.owner_id = ${alice.id} and a.kind like 'wallet%'
      group by p.entry_id order by max(p.id)`.execute(core.db);
  async function pages(kind?: WalletRow['kind']): Promise<WalletRow[]> {
    const shown: WalletRow[] = [];
    let before: string | undefined;
    do {
      const filter = { currency: 'USD', limit: 3, before, kind };
      const page = must(await core.app.queries.wallet.history(person, alice.id, filter), 'history');
      shown.push(...page.rows);
      before = page.next;
    } while (before !== undefined);
    return shown;
  }
  const shown = await pages();
  for (const kind of ['code.redeemed', 'wallet.adjusted', 'wallet.closed', 'promo.expired'] as const)
    expect(await pages(kind)).toEqual(shown.filter((row) => row.kind === kind));
  let balance = 0n;
  const expected = postings.map(({ entryId, amount }) => {
    balance += amount;
    return { entryId, amountMinor: amount, balanceAfterMinor: balance };
  });
  expect(
    shown
      .toReversed()
      .map(({ entryId, amountMinor, balanceAfterMinor }) => ({ entryId, amountMinor, balanceAfterMinor })),
  ).toEqual(expected);
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];

describe('any history of a wallet', () => {
  it('comes out as its postings say, in any zone', { timeout: 120_000 + Number(runs) * 10_000 }, async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...ZONES),
      fc.array(happenings, { minLength: 1, maxLength: 25, size: 'max' }),
      async (timeZone, all) => {
        const core = makeCore(database.db);
        const company = await makeWalletCompany(core, { timeZone });
        const book: Book = {
          gifts: new Map(),
          redeemed: new Set(),
          reversed: new Set(),
          lots: new Map(),
          closed: 0n,
          spent: 0n,
          closings: 0,
          checkouts: [],
          isFrozen: false,
        };
        const world = { core, company, shop: await addShop(core, company), book };
        for (const one of all) {
          core.clock.advance(1);
          await one.run(world);
          await compare(world);
        }
        expect((await verifyLedger(core.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
      },
    );
    const settings = { numRuns: Number(runs), ...(seed && { seed: Number(seed) }) };

    await expect(fc.assert(property, settings)).resolves.toBeUndefined();
  });
});
