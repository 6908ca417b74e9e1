import { expect } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { type Book, periodNow, policyOf, positive, readPage } from './book.ts';
import { beginOf } from './calendar.ts';
import { EVERYBODY, type Who } from './company.ts';
import { compareLimits } from './compare-limits.ts';
import { allowanceOf, givenInPeriod } from './judge.ts';
import { DEPARTMENTS, type DepartmentName, departmentOf, type Gift, type Model, sumOf } from './model.ts';
import { nowOf, type Real } from './steps/step.ts';
import { giftFundsOf, isCardNow, leftOf, lotsOf, openPromosOf } from './store.ts';
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
  const bought = gifts.filter(({ status }) => status === 'bought');

  function of(kind: string): bigint[] {
    return sorted(accounts.filter((account) => account.kind === kind).map(({ balance }) => balance));
  }
  expect({
    budget: of('budget'),
    reserved: of('reserved').reduce((sum, one) => sum + one, 0n),
    outstanding: of('outstanding').reduce((sum, one) => sum + one, 0n),
    purchased: of('purchased').reduce((sum, one) => sum + one, 0n),
  }).toEqual({
    budget: sorted(pagesOf(model.books[name])),
    reserved: sumOf(reserved),
    outstanding: sumOf(outstanding),
    purchased: sumOf(bought),
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
  await compareHistory(model, { core, people }, who);
  const theirs = model.gifts.filter(({ recipient }) => recipient === who);

  expect({
    wallet: wallets.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    unredeemed: unredeemed.length,
  }).toEqual({
    wallet: giftFundsOf(model, who),
    unredeemed: theirs.filter((one) => one.status === 'issued' && !isCardNow(one)).length,
  });
}

/** What somebody holds is what the movements come to, which each tell the balance after them. */
async function compareHistory(
  model: Model,
  { core, people }: Pick<Real, 'core' | 'people'>,
  who: Who,
): Promise<void> {
  const { wallet } = core.app.queries;
  const person = people[who];
  const history = await wallet.history(person, person.id, { currency: 'USD', limit: 500 });
  let balance = 0n;
  for (const row of (history?.rows ?? []).toReversed()) {
    balance += row.amountMinor;
    expect(row.balanceAfterMinor).toBe(balance);
    expect(balance).toBeGreaterThanOrEqual(0n);
  }
  const funds = giftFundsOf(model, who);
  expect(balance).toBe(funds + leftOf(openPromosOf(model, who)));
  const [held] = (await wallet.compose(person, person.id)) ?? [];
  const now = core.clock.now().getTime();
  expect(held?.spendableMinor ?? 0n).toBe(funds + leftOf(lotsOf(model, who, now)));
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
  /** As a card. */
  bought: 'redeemed',
  /** Its value is gone from the wallet, but it stays redeemed. */
  reversed: 'redeemed',
  voided: 'voided',
  expired: 'expired',
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
