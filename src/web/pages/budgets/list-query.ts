import { z } from 'zod';
import { foldText } from '#src/domain/kit/fold.ts';
import { type Outlook, usedShare } from './outlook.ts';

export const SHOWN = ['all', 'early', 'frozen', 'none'] as const;
export const SORTS = ['name', 'used', 'left', 'end'] as const;

/** What an address may ask of the list. What is wrong in it is as if it were not there: the address may be an old one. */
const Query = z.object({
  q: z.string().max(200).catch(''),
  show: z.enum(SHOWN).catch('all'),
  sort: z.enum(SORTS).catch('name'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type ListQuery = z.infer<typeof Query>;

export function readListQuery(query: Record<string, string>): ListQuery {
  return Query.parse(query);
}

const PAGE_ROWS = 50;

/** A page of the budgets that a query asks for. `pages`: how many there are, at least one. */
export type ListedPage = { rows: Outlook[]; page: number; pages: number };

export function pageOfBudgets(
  all: readonly Outlook[],
  { q, show, sort, page: asked }: ListQuery,
): ListedPage {
  const wanted = foldText(q);
  const found = all
    .filter(({ department }) => foldText(department.name).includes(wanted))
    .filter((one) => isShown(one, show))
    .toSorted(ORDERS[sort]);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS));
  const page = Math.min(asked, pages);
  return { rows: found.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS), page, pages };
}

/** Whether it is used up, or will be before its period ends. */
export function endsEarly({ forecast }: Outlook): boolean {
  return forecast?.kind === 'used-up' || forecast?.kind === 'runs-out';
}

function isShown(one: Outlook, show: ListQuery['show']): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'early':
      return endsEarly(one);
    case 'frozen':
      return one.isFrozen;
    case 'none':
      return one.state === undefined;
  }
}

type Order = (a: Outlook, b: Outlook) => number;

/** Amounts of different currencies are not compared: what is left is sorted by currency first. */
const ORDERS: Record<ListQuery['sort'], Order> = {
  name: () => 0,
  used: (a, b) => usedShare(b) - usedShare(a) || 0,
  left: (a, b) => compare(a.department.currency, b.department.currency) || compare(a.leftMinor, b.leftMinor),
  end: (a, b) => endOf(a) - endOf(b),
};

function endOf({ forecast, period, state }: Outlook): number {
  if (!state) return Number.MAX_SAFE_INTEGER;
  return (forecast?.kind === 'runs-out' ? forecast.at : period.end).getTime();
}

function compare<T extends string | bigint>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** An address of the list that differs from a query in this. */
export function listPath(query: ListQuery, change: Partial<ListQuery>): string {
  const { q, show, sort, page } = { ...query, ...change };
  const parts = [
    ...(q ? [['q', q]] : []),
    ...(show === 'all' ? [] : [['show', show]]),
    ...(sort === 'name' ? [] : [['sort', sort]]),
    ...(page === 1 ? [] : [['page', String(page)]]),
  ];
  return parts.length === 0 ? '/budgets' : `/budgets?${new URLSearchParams(parts).toString()}`;
}
