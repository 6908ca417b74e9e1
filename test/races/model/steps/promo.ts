import { expect } from 'vitest';
import { availableIn, openPage, pay, payBack, periodNow } from '../book.ts';
import type { Who } from '../company.ts';
import type { DepartmentName } from '../model.ts';
import type { Promo } from '../store.ts';
import { kindOf, nowOf, type Step, step } from './step.ts';

const HOUR_MS = 3_600_000;

/** Finn of finance grants somebody promotional credit out of a department's budget, for so many hours. */
export function grantPromo(
  name: DepartmentName,
  owner: Who,
  { amount, hours }: { amount: bigint; hours: number },
): Step {
  return step(`grant ${owner} ${amount} of ${name} for ${hours} hours`, async (model, real) => {
    const { core, people, departments } = real;
    const at = nowOf(real);
    const expiresAt = at + hours * HOUR_MS;
    const outcome = await core.app.wallet.grantPromos({
      department: departments[name],
      person: people.finn,
      reason: 'for the spring',
      expiresAt: new Date(expiresAt),
      promos: [{ personId: people[owner].id, amountMinor: amount, requestId: core.newId() }],
    });

    const book = model.books[name];
    const refusal = book.isFrozen ? 'budget-frozen' : 'over-budget';
    const isPossible = !book.isFrozen && amount <= availableIn(book, at);
    expect(kindOf(outcome)).toBe(isPossible ? 'done' : refusal);
    if (!outcome.ok) return;
    openPage(book, periodNow(book, at));
    const paid = pay(book, amount, at);
    const grantId = outcome.value.grants[0]?.grantId ?? '';
    const left = amount;
    model.promos.push({ grantId, owner, department: name, paid, left, expiresAt, status: 'open' });
  });
}

/** The worker comes for every grant, twice: what is over expires once, and the rest is left alone. */
export function expirePromos(): Step {
  return step('the worker comes for promotional credit', async (model, real) => {
    const at = nowOf(real);
    for (const promo of [...model.promos, ...model.promos]) {
      await real.core.app.wallet.advancePromo(promo.grantId);
      if (promo.status !== 'open' || promo.expiresAt > at) continue;
      const book = model.books[promo.department];
      // Its accounts are looked at, although nothing may be left of it.
      if (promo.paid.amount > promo.paid.fromTopUp) openPage(book, periodNow(book, at));
      payBack(book, takeLeft(promo), at);
      promo.status = 'expired';
    }
  });
}

/** What is left of a grant: what was spent of it was the page's first. */
function takeLeft(promo: Promo) {
  const { paid, left: amount } = promo;
  const fromTopUp = amount < paid.fromTopUp ? amount : paid.fromTopUp;
  paid.amount -= amount;
  paid.fromTopUp -= fromTopUp;
  promo.left = 0n;
  return { amount, fromTopUp, page: paid.page };
}
