import type { GivenInSpan, ListedBudget, Unclaimed, UnreachedGifts } from '#src/app.ts';
import { grantedByMonth } from '#src/domain/budget/granted-by-month.ts';
import { dayOf, dayStart } from '#src/domain/kit/period.ts';
import type { Person } from '#src/domain/people/person.ts';
import { monthsOfYears, monthToDate } from '#src/domain/report/months.ts';
import type { SiteDeps } from '../../site-deps.ts';

/** What was given in one currency this month, by the same day of the month before, and of how much where budgets are by the month. */
export type GivenFigure = {
  currency: string;
  nowMinor: bigint;
  beforeMinor: bigint;
  grantedMinor: bigint | undefined;
};

/** A month of this year beside the same of last year; `nowMinor` is undefined for one that has not begun. */
export type MonthFigure = { month: Date; nowMinor: bigint | undefined; beforeMinor: bigint };

export type Figures = {
  /** The first day of this month. */
  since: Date;
  given: GivenFigure[];
  unclaimed: readonly Unclaimed[];
  undelivered: UnreachedGifts;
  /** In `currency` alone: others are never added. */
  months: { currency: string; year: number; rows: MonthFigure[] };
  budgets: readonly ListedBudget[];
};

const MOST_UNDELIVERED = 5;

/** The numbers of the organization as far as the reader may see them, by its own days. */
export async function readFigures(
  { app, clock, organization }: Pick<SiteDeps, 'app' | 'clock' | 'organization'>,
  person: Person,
): Promise<Figures> {
  const { timeZone } = organization;
  const today = dayOf(clock.now(), timeZone);
  const { now, before } = monthToDate(today);
  const { thisYear, lastYear } = monthsOfYears(today);
  const since = dayStart(now.from, timeZone);
  const { report, budget, gift } = app.queries;
  const [sums, unclaimed, undelivered, budgets] = await Promise.all([
    report.sumGiven(person, [now, before, ...thisYear, ...lastYear]),
    report.sumUnclaimed(person, since),
    gift.listUnreached(person, { since, limit: MOST_UNDELIVERED }),
    budget.list(person),
  ]);
  const currency = mainCurrency(sums, organization.currency);
  const month = Number(today.slice(5, 7));
  function inSpan(span: number): GivenInSpan[] {
    return sums.filter((one) => one.span === span);
  }
  return {
    since,
    given: givenOf(inSpan(0), inSpan(1), budgets),
    unclaimed,
    undelivered,
    months: {
      currency,
      year: Number(today.slice(0, 4)),
      rows: thisYear.map(({ from }, index) => ({
        month: dayStart(from, 'UTC'),
        nowMinor: index < month ? amountIn(inSpan(2 + index), currency) : undefined,
        beforeMinor: amountIn(inSpan(14 + index), currency),
      })),
    },
    budgets,
  };
}

/** The organization's own, unless nothing was given in it. */
function mainCurrency(sums: readonly GivenInSpan[], own: string): string {
  const [first] = sums;
  return first && !sums.some(({ currency }) => currency === own) ? first.currency : own;
}

function amountIn(sums: readonly GivenInSpan[], currency: string): bigint {
  return sums.find((one) => one.currency === currency)?.amountMinor ?? 0n;
}

function givenOf(
  now: readonly GivenInSpan[],
  before: readonly GivenInSpan[],
  budgets: readonly ListedBudget[],
): GivenFigure[] {
  const currencies = [...now, ...before].map(({ currency }) => currency);
  const states = budgets.flatMap(({ state }) => state ?? []);
  const ofBudgets = states.map(({ department }) => department.currency);
  return [...new Set([...currencies, ...ofBudgets])].toSorted().map((currency) => ({
    currency,
    nowMinor: amountIn(now, currency),
    beforeMinor: amountIn(before, currency),
    grantedMinor: grantedByMonth(states.filter(({ department }) => department.currency === currency)),
  }));
}
