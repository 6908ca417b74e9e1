import {
  type Calendar,
  type Period,
  type PeriodKind,
  periodBefore,
  periodOf,
} from '#src/domain/kit/period.ts';
import { atLeastZero } from './funds.ts';

/** What a department may give per period, as set at an instant. Amounts in minor units. */
export type BudgetPolicy = {
  amountMinor: bigint;
  period: PeriodKind;
  fiscalStartMonth: number;
  /** May be overspent, with an approval. */
  isSoft: boolean;
  /** The most that a period's leftover may carry into the next. */
  carryCapMinor: bigint;
  setAt: Date;
};

/** What goes into a period's budget when it opens: from funding, and carried over from the period before. */
export type Opening = { grantedMinor: bigint; carriedMinor: bigint };

export const DEFAULT_PERIOD = { period: 'month', fiscalStartMonth: 1 } as const;

export function calendarOf(
  policy: Pick<BudgetPolicy, 'period' | 'fiscalStartMonth'>,
  timeZone: string,
): Calendar {
  return { timeZone, kind: policy.period, fiscalStartMonth: policy.fiscalStartMonth };
}

/** The policy that a period was, or would have been, opened with: the last one set before its end. */
export function policyOf(policies: readonly BudgetPolicy[], { end }: Period): BudgetPolicy | undefined {
  return policies.findLast(({ setAt }) => setAt < end);
}

/**
 * The periods to open when the running one is first used, oldest first; the running one is the last.
 *
 * Without carry-over it is only the running one. With carry-over, unused periods before it are opened too, so that what
 * is carried does not depend on when somebody looks. They go back to the last open period, which is included for its
 * leftover. `policies` are oldest first; `opened` are the keys of the periods that are already open.
 */
export function periodsToOpen(
  now: Date,
  {
    policies,
    opened,
    timeZone,
  }: { policies: readonly BudgetPolicy[]; opened: ReadonlySet<string>; timeZone: string },
): Period[] {
  const calendar = calendarOf(policies.at(-1) ?? DEFAULT_PERIOD, timeZone);
  const periods = [periodOf(now, calendar)];
  for (;;) {
    const [oldest] = periods;
    if (!oldest || opened.has(oldest.key) || !policyOf(policies, oldest)?.carryCapMinor) return periods;
    const before = periodBefore(oldest, calendar);
    const policy = policyOf(policies, before);
    if (!policy || policy.period !== calendar.kind || policy.fiscalStartMonth !== calendar.fiscalStartMonth) {
      return periods;
    }
    periods.unshift(before);
  }
}

/** What a period opens with under its policy, after one that left `leftMinor`. */
export function openingOf(
  { amountMinor, carryCapMinor }: Pick<BudgetPolicy, 'amountMinor' | 'carryCapMinor'>,
  leftMinor: bigint,
): Opening {
  const carriedMinor = leftMinor < carryCapMinor ? leftMinor : carryCapMinor;
  return { grantedMinor: amountMinor, carriedMinor: atLeastZero(carriedMinor) };
}
