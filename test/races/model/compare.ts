import { expect } from 'vitest';
import { verifyLedger } from '#src/db/queries/verify-ledger.ts';
import { type Book, periodNow, policyOf, positive, readPage } from './book.ts';
import { beginOf } from './calendar.ts';
import { EVERYBODY, type Who } from './company.ts';
import { compareLimits } from './compare-limits.ts';
import { allowanceOf, givenInPeriod } from './judge.ts';
import { DEPARTMENTS, type DepartmentName, departmentOf, type Gift, type Model, sumOf } from './model.ts';
import { nowOf, type Real } from './steps/step.ts';
import { balanceOf, budgetOf, ownAllowanceOf } from '#test/helpers/reads.ts';

/** Budgets are shown as the books have them now. */
export async function compareBudgets(model: Model, real: Real): Promise<void> {
  const at = nowOf(real);
  for (const name of DEPARTMENTS) {
    const book = model.books[name];
    const period = periodNow(book, at);
    const { funded, left } = readPage(book, period);
    const waiting = giftsOf(model, name).filter(
      ({ status, page }) => status === 'reserved' && page === period.key,
    );
    const shown = await budgetOf(real.core, real.departments[name]);

    expect(shown).toMatchObject({
      value: {
        grantedMinor: funded,
        leftMinor: left,
        reservedMinor: sumOf(waiting),
        topUpMinor: book.topUp,
        isSoft: policyOf(book).isSoft,
        isFrozen: book.isFrozen,
        until: new Date(beginOf(period.next, book.timeZone)),
      },
    });
  }
}

/** The whole of it: every account of every period, wallets, states, what givers may still give; and the ledger proves itself. */
export async function compareAll(model: Model, real: Real): Promise<void> {
  const { checks } = await verifyLedger(real.core.db);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  for (const name of DEPARTMENTS) await compareAccounts(model, real, name);
  for (const who of EVERYBODY) await compareWallet(model, real, who);
  for (const giver of ['morgan', 'dana', 'ada'] as const) await compareAllowance(model, real, giver);
  await compareStates(model, real);
  await compareLimits(model, real);
}

async function compareAccounts(
  model: Model,
  { core, departments }: Real,
  name: DepartmentName,
): Promise<void> {
  const { id } = departments[name];
  const accounts = await core.db
    .selectFrom('account')
    .select(['kind', 'balance'])
    .where('owner_id', '=', id)
    .execute();
  const gifts = giftsOf(model, name);
  const reserved = gifts.filter(({ status }) => status === 'reserved');
  const outstanding = gifts.filter(({ status }) => status === 'issued');

  function of(kind: string): bigint[] {
    return sorted(accounts.filter((account) => account.kind === kind).map(({ balance }) => balance));
  }
  expect({
    budget: of('budget'),
    reserved: of('reserved').reduce((sum, one) => sum + one, 0n),
    outstanding: of('outstanding').reduce((sum, one) => sum + one, 0n),
  }).toEqual({
    budget: sorted(pagesOf(model.books[name])),
    reserved: sumOf(reserved),
    outstanding: sumOf(outstanding),
  });
}

function pagesOf({ pages, topUp }: Book): bigint[] {
  return [...[...pages.values()].map(({ left }) => left), topUp];
}

/** What is empty is left out. */
function sorted(balances: bigint[]): bigint[] {
  return balances.filter((balance) => balance !== 0n).toSorted((a, b) => (a < b ? -1 : 1));
}

async function compareWallet(model: Model, { core, people }: Real, who: Who): Promise<void> {
  const { wallets, unredeemed } = await balanceOf(core, people[who]);
  const theirs = model.gifts.filter(({ recipient }) => recipient === who);

  expect({
    wallet: wallets.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    unredeemed: unredeemed.length,
  }).toEqual({
    wallet: sumOf(theirs.filter(({ status }) => status === 'redeemed')),
    unredeemed: theirs.filter(({ status }) => status === 'issued').length,
  });
}

async function compareAllowance(model: Model, real: Real, giver: Who): Promise<void> {
  const allowanceMinor = allowanceOf(model, { giver });
  const used = sumOf(givenInPeriod(model, { giver }, nowOf(real)));
  const shown = await ownAllowanceOf(real.core, real.people[giver]);

  const left = allowanceMinor === null ? undefined : positive(allowanceMinor - used);
  expect(shown?.leftMinor).toBe(left);
}

const REQUESTS = {
  queued: 'queued',
  asked: 'awaiting_confirmation',
  cancelled: 'cancelled',
  refused: 'refused',
  waits: 'awaiting_approval',
  declined: 'declined',
  issued: 'issued',
};

const GIFTS = {
  reserved: 'reserved',
  issued: 'issued',
  redeemed: 'redeemed',
  /** Its value is gone from the wallet, but it stays redeemed. */
  reversed: 'redeemed',
  voided: 'voided',
};

async function compareStates({ requests, gifts, approvals }: Model, { core, company }: Real): Promise<void> {
  const { id } = company.organization;
  async function read(table: 'recognition' | 'gift' | 'approval') {
    const query = core.db.selectFrom(table).select(['id', 'status']).where('organization_id', '=', id);
    return new Map((await query.execute()).map((row) => [row.id, row.status]));
  }

  expect(await read('recognition')).toEqual(new Map(requests.map((one) => [one.id, REQUESTS[one.status]])));
  expect(await read('gift')).toEqual(new Map(gifts.map((one) => [one.giftId, GIFTS[one.status]])));
  expect(await read('approval')).toEqual(new Map(approvals.map((one) => [one.id, one.status])));
}

function giftsOf({ gifts }: Model, name: DepartmentName): Gift[] {
  return gifts.filter(({ request }) => departmentOf(request) === name);
}
