import type { Company } from '#test/helpers/company.ts';
import type { TestCore } from '#test/helpers/make-core.ts';
import type { Who } from '../company.ts';
import type { createCardShop } from '#test/helpers/card-shop.ts';
import type { DepartmentName, Model } from '../model.ts';
import type { ItemName } from '../store.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';

export type Real = {
  core: TestCore;
  company: Company;
  people: Record<Who, Person>;
  departments: Record<DepartmentName, Department>;
  /** What the store offers, by ids. */
  items: Record<ItemName, string>;
  shop: ReturnType<typeof createCardShop>;
};

/** Something that happens, in the product and in the model. It expects of the product what the model says. */
export type Step = { toString(): string; run(model: Model, real: Real): Promise<void> };

export function step(name: string, run: Step['run']): Step {
  return { toString: () => name, run };
}

export function nowOf({ core }: Real): number {
  return core.clock.now().getTime();
}

/** What came of it in a word: `done`, or why not. */
export function kindOf(outcome: { ok: true } | { ok: false; refusal: { kind: string } }): string {
  return outcome.ok ? 'done' : outcome.refusal.kind;
}

/** So many back from the newest of those that something can still become of; where there are not so many, of all. */
export function pickFrom<T>(all: readonly T[], back: number, isOpen: (one: T) => boolean): T | undefined {
  return all.filter(isOpen).at(-1 - back) ?? all.at(-1 - back);
}

/** As people type it. */
export function typed(amountMinor: bigint): string {
  return `${amountMinor / 100n}.${String(amountMinor % 100n).padStart(2, '0')}`;
}
