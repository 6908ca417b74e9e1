import { expect } from 'vitest';
import {
  type Book,
  fund,
  isPageOver,
  moveOn,
  openPage,
  periodNow,
  positive,
  repay,
  roomIn,
  writtenOn,
} from '../book.ts';
import type { DepartmentName } from '../model.ts';
import { kindOf, nowOf, type Step, step } from './step.ts';

/** Finance brings home what lies on pages that are over. */
export function bringHome(name: DepartmentName): Step {
  return step(`bring home what ${name} has left`, async (model, real) => {
    const department = real.departments[name];
    const at = nowOf(real);
    const brought = await real.core.app.budget.bringHome({ department, actorId: null });

    const book = model.books[name];
    if (![...book.pages.values()].some(({ left }) => left > 0n)) return;
    openPage(book, periodNow(book, at));
    const over = pagesOver(book, at).filter(({ left }) => left > 0n);
    const amounts = brought.map(({ amountMinor }) => amountMinor);
    expect(amounts.toSorted(byAmount)).toEqual(over.map(({ left }) => left).toSorted(byAmount));
    const unmatched = [...over];
    for (const { carriedMinor, returnedMinor, amountMinor } of brought) {
      expect(carriedMinor + returnedMinor).toBe(amountMinor);
      expect(carriedMinor <= roomIn(book, at)).toBe(true);
      // Several pages may have left as much: each is emptied once.
      const [{ key }] = unmatched.splice(
        unmatched.findIndex(({ left }) => left === amountMinor),
        1,
      ) as [(typeof over)[number]];
      moveOn(book, key, { amount: amountMinor, kept: carriedMinor, at });
    }
  });
}

/** Finance pays what a department owes. */
export function writeOff(name: DepartmentName): Step {
  return step(`write off what ${name} owes`, async (model, real) => {
    const department = real.departments[name];
    const at = nowOf(real);
    const outcome = await real.core.app.budget.writeOff({ department, reason: 'agreed', actorId: null });

    const book = structuredClone(model.books[name]);
    const period = periodNow(book, at);
    openPage(book, period);
    const over = pagesOver(book, at).filter(({ left }) => left < 0n);
    const paid = positive(-writtenOn(book, period).carried);
    const own = positive(-(writtenOn(book, period).left + paid));
    const owed = over.reduce((sum, { left }) => sum - left, paid + own);
    expect(kindOf(outcome)).toBe(owed > 0n ? 'done' : 'nothing-overspent');
    if (!outcome.ok) return;
    expect(outcome.value.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(owed);
    for (const { key, left } of over) fund(book, { key }, -left);
    repay(book, period, paid);
    fund(book, period, own);
    model.books[name] = book;
  });
}

function byAmount(a: bigint, b: bigint): number {
  return a < b ? -1 : 1;
}

function pagesOver(book: Book, at: number) {
  const pages = [...book.pages].map(([key, page]) => ({ key, ...page }));
  return pages.filter(({ key }) => isPageOver(book, key, at));
}
