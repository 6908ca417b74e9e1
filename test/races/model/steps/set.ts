import { cardKind } from '#src/domain/budget/gift-kind.ts';
import { wholeRules } from '#src/domain/budget/rules-in-force.ts';
import { expect } from 'vitest';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { type Book, fund, openPage, type Policy, periodNow, policyOf, readPage, writtenOn } from '../book.ts';
import { type Stretch, stretchAfter } from '../calendar.ts';
import type { Who } from '../company.ts';
import { DEPARTMENTS, type DepartmentName, type Model } from '../model.ts';
import { kindOf, nowOf, type Step, step, typed } from './step.ts';

/** What is left out stays as it stands. */
export type Setting = { amount: bigint } & Partial<Omit<Policy, 'amount' | 'setAt'>> & {
    timeZone?: string;
  };

export function setBudget(name: DepartmentName, { timeZone, ...setting }: Setting): Step {
  return step(`set ${name} ${told({ ...setting, timeZone })}`, async (model, { core, departments }) => {
    const setAt = core.clock.now().getTime();
    const department = departments[name];
    const { amount: amountMinor, kind: period, firstMonth: fiscalStartMonth, isSoft, carryCap } = setting;
    const set = { amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor: carryCap, timeZone };
    const outcome = await core.app.budget.set({ department, ...set, actorId: null });

    const book = structuredClone(model.books[name]);
    const isPossible = rewrite(book, { ...policyOf(book), ...setting, setAt }, timeZone);
    expect(kindOf(outcome)).toBe(isPossible ? 'done' : 'budget-below-spent');
    if (isPossible) model.books[name] = book;
  });
}

/** More than was ever spent of a period that may not be overspent: it is never refused. */
const ENOUGH = 20_000n;

/** All departments follow another zone’s calendar from now on. */
export function moveTo(timeZone: string): Step {
  return step(`everybody moves to ${timeZone}`, async (model, real) => {
    for (const name of DEPARTMENTS) await setBudget(name, { amount: ENOUGH, timeZone }).run(model, real);
  });
}

/**
 * Changes the running page by what policy gives more or less, and the next one if it was begun in a zone that was ahead. A new
 * kind of period begins with its own page; what the one before had left goes back, unless that one is yet to run.
 */
function rewrite(book: Book, policy: Policy, timeZone = book.timeZone): boolean {
  const before = periodNow(book, policy.setAt);
  openPage(book, before);
  book.policies.push(policy);
  book.timeZone = timeZone;
  const period = periodNow(book, policy.setAt);
  const next = stretchAfter(period, policy);
  if (period.key !== before.key) {
    const { left } = writtenOn(book, before);
    if (left > 0n && before.key !== next.key) grant(book, before, -left);
    openPage(book, period);
  }
  return adjust(book, period, policy) && (!book.begun.has(next.key) || adjust(book, next, policy));
}

function adjust(book: Book, period: Stretch, policy: Policy): boolean {
  const { granted, left } = writtenOn(book, period);
  const change = policy.amount - granted;
  if (!policy.isSoft && left + change < 0n) return false;
  grant(book, period, change);
  return true;
}

function grant(book: Book, period: Stretch, amount: bigint): void {
  if (amount === 0n) return;
  fund(book, period, amount);
  const page = writtenOn(book, period);
  book.pages.set(period.key, { ...page, granted: page.granted + amount });
}

export function topUp(name: DepartmentName, amountMinor: bigint): Step {
  return step(`top up ${name} ${amountMinor}`, async (model, { core, departments }) => {
    const department = departments[name];
    await core.app.budget.topUp({ id: core.newId(), department, amountMinor, reason: '', actorId: null });
    model.books[name].topUp += amountMinor;
  });
}

export function move(source: DepartmentName, amountMinor: bigint): Step {
  return step(`move ${amountMinor} from ${source}`, async (model, real) => {
    const { core, departments } = real;
    const target = source === 'Design' ? 'Engineering' : 'Design';
    const [from, to] = [departments[source], departments[target]];
    const outcome = await core.app.budget.move({
      id: core.newId(),
      from,
      to,
      amountMinor,
      reason: '',
      actorId: null,
    });

    const [giving, getting] = [model.books[source], model.books[target]];
    const [out, into] = [giving, getting].map((book) => periodNow(book, nowOf(real)));
    if (!out || !into) throw new Error('two books have two periods');
    const isEnough = readPage(giving, out).left >= amountMinor;
    expect(kindOf(outcome)).toBe(isEnough ? 'done' : 'too-little-to-move');
    if (!isEnough) return;
    openPage(giving, out);
    openPage(getting, into);
    fund(giving, out, -amountMinor);
    fund(getting, into, amountMinor);
  });
}

export function freeze(name: DepartmentName, isFrozen: boolean): Step {
  return step(`${isFrozen ? 'freeze' : 'unfreeze'} ${name}`, async (model, { core, departments }) => {
    const department = departments[name];
    await core.app.budget.freeze({ department, isFrozen, actorId: null });
    model.books[name].isFrozen = isFrozen;
  });
}

export function allow(giver: Who, amountMinor: bigint | null): Step {
  return step(`allow ${giver} ${amountMinor}`, async (model, { core, people }) => {
    const person = people[giver];
    await core.app.budget.setAllowance({ person, currency: 'USD', amountMinor, actorId: null });
    model.allowances.set(giver, amountMinor);
  });
}

/** Sets the rules of a department, or of all that have none of their own. */
export function setRules(name: DepartmentName | undefined, rules: GivingRules): Step {
  return step(
    `rules of ${name ?? 'all'}: ${told(rules)}`,
    async (model, { core, company, departments, items }) => {
      const { id: organizationId } = company.organization;
      const giftKind = rules.giftKind === undefined ? {} : { giftKind: cardKind(items.books) };
      const departmentId = name ? departments[name].id : null;
      const set = await core.app.budget.setRules({
        scope: { organizationId, departmentId, currency: 'USD' },
        rules: wholeRules({ ...rules, ...giftKind }),
        actorId: null,
      });
      expect(set.ok).toBe(true);
      keep(model, name, rules);
    },
  );
}

function keep({ rules }: Model, name: DepartmentName | undefined, set: GivingRules): void {
  if (name) rules.own.set(name, set);
  else rules.shared = set;
}

function told(value: object): string {
  return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? typed(one) : one));
}
