import { getOrganization } from '#src/db/people/organization.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { dayOf, dayStart } from '#src/domain/kit/period.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type AskedReport, readAskedReport } from '#src/domain/report/asked-report.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { lastMonths, monthInDays, MONTHS_SHOWN } from '#src/domain/report/months.ts';
import type { Clock } from '#src/ports/clock.ts';
import { listDepartmentsWithin } from '#src/db/queries/people/list-departments-within.ts';
import { listSpend, type SpendReport, type SpendRow } from './list-spend.ts';
import { sumUnclaimed } from './sum-unclaimed.ts';

/** What was given in minor units, and in as much of the month before. `redeemed`: in those days too, whenever it was given. */
type ReportFigures = {
  currency: string;
  gifts: number;
  givenMinor: bigint;
  givenBeforeMinor: bigint;
  redeemedMinor: bigint;
  redeemedBeforeMinor: bigint;
};

/**
 * A month as one reader may see it, by currency. `isRunning`: it is compared with as many days of the month before. `only`: the one
 * department that it is about, with its last months; undefined where it is about all.
 */
export type Report = {
  kind: 'report';
  month: string;
  days: DayRange;
  isRunning: boolean;
  only: { id: string; name: string } | undefined;
  /** The organization's own currency, which its chart is in unless nothing was given in it. */
  currency: string;
  totals: (ReportFigures & { unclaimedMinor: bigint })[];
  lines: (ReportFigures & { name: string })[];
  months: { month: string; currency: string; givenMinor: bigint }[];
};

/**
 * What somebody asks for in words, or why it cannot be read; `names`: the departments that they may ask for. What is unclaimed is so
 * now, whenever it was given.
 */
export async function readReport(
  { db, clock }: { db: Reader; clock: Clock },
  scope: Scope,
  text: string,
): Promise<Report | (Exclude<AskedReport, { kind: 'asked' }> & { names: string[] })> {
  const { timeZone, currency } = await getOrganization(db, scope.organizationId);
  const today = dayOf(clock.now(), timeZone);
  const departments = await listDepartmentsWithin(db, scope);
  const asked = readAskedReport(text, { today, departments });
  if (asked.kind !== 'asked') return { ...asked, names: departments.map(({ name }) => name) };
  const only = asked.department ?? (scope.isAll ? undefined : departments[0]);
  const seen = only ? { ...scope, isAll: false, departmentId: only.id } : scope;
  const { days, before, isRunning } = monthInDays(asked.month, today);
  const [now, then, months, unclaimed] = await Promise.all([
    listSpend(db, seen, { by: 'department', ...days }),
    listSpend(db, seen, { by: 'department', ...before }),
    only ? listSpend(db, seen, { by: 'month', ...lastMonths(asked.month, MONTHS_SHOWN) }) : undefined,
    sumUnclaimed(db, seen, dayStart(days.from, timeZone)),
  ]);
  return {
    kind: 'report',
    month: asked.month,
    days,
    isRunning,
    only: only && { id: only.id, name: only.name },
    currency,
    totals: totalsOf(now, then, unclaimed),
    lines: linesOf(now, then),
    months: (months?.rows ?? []).map((row) => ({
      month: row.member,
      currency: row.currency,
      givenMinor: row.now.given,
    })),
  };
}

type Counted = Pick<SpendRow, 'currency' | 'gifts' | 'now'>;

function figuresOf(currency: string, now: Counted | undefined, then: Counted | undefined): ReportFigures {
  return {
    currency,
    gifts: now?.gifts ?? 0,
    givenMinor: now?.now.given ?? 0n,
    givenBeforeMinor: then?.now.given ?? 0n,
    redeemedMinor: now?.now.redeemed ?? 0n,
    redeemedBeforeMinor: then?.now.redeemed ?? 0n,
  };
}

function totalsOf(
  now: SpendReport,
  then: SpendReport,
  unclaimed: readonly { currency: string; nowMinor: bigint }[],
): Report['totals'] {
  const currencies = [...now.totals, ...then.totals, ...unclaimed].map(({ currency }) => currency);
  return [...new Set(currencies)].toSorted().map((currency) => {
    function inIt(one: { currency: string }): boolean {
      return one.currency === currency;
    }
    return {
      ...figuresOf(currency, now.totals.find(inIt), then.totals.find(inIt)),
      unclaimedMinor: unclaimed.find(inIt)?.nowMinor ?? 0n,
    };
  });
}

/** What gave the most first; within a currency, for the others are never compared. */
function linesOf(now: SpendReport, then: SpendReport): Report['lines'] {
  const rows = [...now.rows, ...then.rows];
  const keys = [...new Set(rows.map(({ member, currency }) => `${currency}|${member}`))];
  return keys
    .map((key) => {
      function isIt({ member, currency }: SpendRow): boolean {
        return `${currency}|${member}` === key;
      }
      const [one] = rows.filter(isIt);
      const currency = one?.currency ?? '';
      return {
        name: one?.name ?? '',
        ...figuresOf(currency, now.rows.find(isIt), then.rows.find(isIt)),
      };
    })
    .filter(({ givenMinor, givenBeforeMinor }) => givenMinor !== 0n || givenBeforeMinor !== 0n)
    .toSorted(
      (a, b) =>
        a.currency.localeCompare(b.currency) ||
        (a.givenMinor === b.givenMinor ? a.name.localeCompare(b.name) : a.givenMinor > b.givenMinor ? -1 : 1),
    );
}
