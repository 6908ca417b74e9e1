import { Temporal } from 'temporal-polyfill';
import { type StoredMoney, storeMoney } from '#src/domain/kit/money.ts';
import type { MonthReport } from '#src/domain/message/month-report.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** What a department gave in a month and in the one before, in minor units, and what is not redeemed of all that it ever gave. */
export type DepartmentMonth = {
  departmentId: string;
  department: string;
  currency: string;
  gifts: number;
  givenMinor: bigint;
  beforeMinor: bigint;
  unclaimedMinor: bigint;
};

/** Who hears of every department, and who of their own. */
const OF_ALL: readonly Role[] = ['hr', 'finance'];
export const READERS: readonly Role[] = [...OF_ALL, 'manager', 'approver'];

const MORNING = 8;
const LAST_DAY = 7;
const MOST_LINES = 8;

/**
 * The month to tell of, such as `2026-11`: the one before, from eight in the morning of the first day on, by the zone's clocks, for a
 * week. Undefined when there is none.
 */
export function dueMonth(now: Date, timeZone: string): string | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  if (local.day > LAST_DAY || (local.day === 1 && local.hour < MORNING)) return undefined;
  return local.toPlainDate().toPlainYearMonth().subtract({ months: 1 }).toString();
}

/** The month before, `2026-10` of `2026-11`. */
export function monthBefore(month: string): string {
  return Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString();
}

/** What a reader is told; undefined when nothing was given where they look, in either month, and nothing is unclaimed. */
export function monthReportFor(
  reader: { role: Role; departmentId: string },
  { month, departments }: { month: string; departments: readonly DepartmentMonth[] },
): MonthReport | undefined {
  const isAll = OF_ALL.includes(reader.role);
  const seen = departments
    .filter(({ departmentId }) => isAll || departmentId === reader.departmentId)
    .filter(({ givenMinor, beforeMinor, unclaimedMinor }) =>
      [givenMinor, beforeMinor, unclaimedMinor].some(Boolean),
    )
    .toSorted((a, b) => Number(b.givenMinor - a.givenMinor) || a.department.localeCompare(b.department));
  if (seen.length === 0) return undefined;
  return {
    month,
    isAll,
    totals: totalsOf(seen).map(lineOf),
    lines: seen.slice(0, MOST_LINES).map((one) => ({ department: one.department, ...lineOf(one) })),
    more: Math.max(0, seen.length - MOST_LINES),
  };
}

type Sums = Omit<DepartmentMonth, 'departmentId' | 'department'>;

function totalsOf(departments: readonly Sums[]): Sums[] {
  const byCurrency = new Map<string, Sums>();
  for (const one of departments) {
    const {
      gifts = 0,
      givenMinor = 0n,
      beforeMinor = 0n,
      unclaimedMinor = 0n,
    } = byCurrency.get(one.currency) ?? {};
    byCurrency.set(one.currency, {
      currency: one.currency,
      gifts: gifts + one.gifts,
      givenMinor: givenMinor + one.givenMinor,
      beforeMinor: beforeMinor + one.beforeMinor,
      unclaimedMinor: unclaimedMinor + one.unclaimedMinor,
    });
  }
  return [...byCurrency.values()];
}

function lineOf({
  currency,
  gifts,
  givenMinor,
  beforeMinor,
  unclaimedMinor,
}: Sums): MonthReport['totals'][number] {
  function money(amountMinor: bigint): StoredMoney {
    return storeMoney({ amountMinor, currency });
  }
  return { gifts, given: money(givenMinor), before: money(beforeMinor), unclaimed: money(unclaimedMinor) };
}
