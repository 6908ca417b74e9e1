import {
  type Calendar,
  type Period,
  type PeriodKind,
  periodBefore,
  periodOf,
} from '#src/domain/kit/period.ts';

/** What a department may give a period, as it was set at an instant. Amounts in minor units. */
export type BudgetPolicy = {
  amountMinor: bigint;
  period: PeriodKind;
  fiscalStartMonth: number;
  /** May be overspent, with an approval. */
  isSoft: boolean;
  /** The most of what a period leaves that moves into the next. */
  carryCapMinor: bigint;
  setAt: Date;
};

/** How much goes into a period's budget when it opens: from funding, and from the period before it. */
export type Opening = { grantedMinor: bigint; carriedMinor: bigint };

export const DEFAULT_PERIOD = { period: 'month', fiscalStartMonth: 1 } as const;

export function calendarOf(
  policy: Pick<BudgetPolicy, 'period' | 'fiscalStartMonth'>,
  timeZone: string,
): Calendar {
  return { timeZone, kind: policy.period, fiscalStartMonth: policy.fiscalStartMonth };
}

/** The policy that a period was opened by, or would have been: the last one set before its end. */
export function policyOf(policies: readonly BudgetPolicy[], { end }: Period): BudgetPolicy | undefined {
  return policies.findLast(({ setAt }) => setAt < end);
}

/**
 * The periods that open together at the running one's first use, oldest first; the running one is the last.
 *
 * Without carry-over it is the running one alone. With it, periods that nobody used are opened too, back to the last one
 * that was: what is carried does not depend on when somebody looks. `policies` are oldest first; `opened` are the keys of
 * the periods that are open already, the oldest of which is included for what it left.
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

/** What a period opens with by its policy, after one that left `leftMinor`. */
export function openingOf(
  { amountMinor, carryCapMinor }: Pick<BudgetPolicy, 'amountMinor' | 'carryCapMinor'>,
  leftMinor: bigint,
): Opening {
  const carriedMinor = leftMinor < carryCapMinor ? leftMinor : carryCapMinor;
  return { grantedMinor: amountMinor, carriedMinor: carriedMinor > 0n ? carriedMinor : 0n };
}
