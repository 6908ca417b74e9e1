import {
  type Calendar,
  PERIOD_KINDS,
  type Period,
  type PeriodKind,
  periodBefore,
  periodOf,
} from '#src/domain/kit/period.ts';

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

/**
 * What goes into a period's budget when it opens: from funding, and carried over from the period before; negative when
 * that one was overspent.
 */
export type Opening = { grantedMinor: bigint; carriedMinor: bigint };

export const DEFAULT_PERIOD = { period: 'month', fiscalStartMonth: 1 } as const;

/** What to change in a budget; anything left out keeps its value. */
export type PolicyChanges = { amountMinor: bigint } & {
  [K in 'period' | 'fiscalStartMonth' | 'isSoft' | 'carryCapMinor']?: BudgetPolicy[K] | undefined;
};

/** The budget with these changes, whether there was one or not. */
export function changePolicy(
  stands: BudgetPolicy | undefined,
  changes: PolicyChanges,
  setAt: Date,
): BudgetPolicy {
  const { period, fiscalStartMonth, isSoft, carryCapMinor } = stands ?? {
    ...DEFAULT_PERIOD,
    isSoft: false,
    carryCapMinor: 0n,
  };
  return {
    amountMinor: changes.amountMinor,
    period: changes.period ?? period,
    fiscalStartMonth: changes.fiscalStartMonth ?? fiscalStartMonth,
    isSoft: changes.isSoft ?? isSoft,
    carryCapMinor: changes.carryCapMinor ?? carryCapMinor,
    setAt,
  };
}

/** A budget in JSON. */
export function storePolicy({ amountMinor, carryCapMinor, period, fiscalStartMonth, isSoft }: BudgetPolicy) {
  const amounts = { amountMinor: amountMinor.toString(), carryCapMinor: carryCapMinor.toString() };
  return { ...amounts, period, fiscalStartMonth, isSoft };
}

/** Whether a budget may begin at an instant: with a period of its own, where the one before it has ended. */
export function beginsWithPeriod(
  at: Date,
  { before, after, timeZone }: { before: BudgetPolicy | undefined; after: BudgetPolicy; timeZone: string },
): boolean {
  return [before ?? after, after].every(
    (policy) => periodOf(at, calendarOf(policy, timeZone)).start.getTime() === at.getTime(),
  );
}

/** How many of the longer periods ahead to look: after 28 years, the weekdays fall on the same days again. */
const MOST_AHEAD = 28;

/** The next instants after another at which a budget may begin, as `beginsWithPeriod` says; the first two. */
export function nextBeginnings(
  now: Date,
  change: Parameters<typeof beginsWithPeriod>[1],
): [Date, Date] | undefined {
  const { before = change.after, after, timeZone } = change;
  const [longer] = [before, after].toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const calendar = calendarOf(longer ?? after, timeZone);
  const found: Date[] = [];
  let { end: start } = periodOf(now, calendar);
  for (let ahead = 0; ahead < MOST_AHEAD; ahead += 1) {
    if (beginsWithPeriod(start, change)) found.push(start);
    const [first, second] = found;
    if (first && second) return [first, second];
    start = periodOf(start, calendar).end;
  }
  return undefined;
}

function lengthOf({ period }: BudgetPolicy): number {
  return PERIOD_KINDS.indexOf(period);
}

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
 * Without carry-over it is only the running one. With carry-over, or if it may be overspent, unused periods before it are
 * opened too, so that what is carried or owed does not depend on when somebody looks. They go back to the last open period, which is included for its
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
    if (!oldest || opened.has(oldest.key)) return periods;
    const before = periodBefore(oldest, calendar);
    const policy = policyOf(policies, before);
    if (!policyOf(policies, oldest)?.carryCapMinor && !policy?.isSoft) return periods;
    if (!policy || policy.period !== calendar.kind || policy.fiscalStartMonth !== calendar.fiscalStartMonth) {
      return periods;
    }
    periods.unshift(before);
  }
}

/**
 * What a period opens with under its policy, after one that left `leftMinor`. What was overspent is taken from it; a
 * budget that cannot be overspent gives what it has.
 */
export function openingOf(
  { amountMinor, carryCapMinor, isSoft }: Pick<BudgetPolicy, 'amountMinor' | 'carryCapMinor' | 'isSoft'>,
  leftMinor: bigint,
): Opening {
  if (leftMinor < 0n) {
    const isCovered = isSoft || -leftMinor <= amountMinor;
    return { grantedMinor: amountMinor, carriedMinor: isCovered ? leftMinor : -amountMinor };
  }
  return { grantedMinor: amountMinor, carriedMinor: leftMinor < carryCapMinor ? leftMinor : carryCapMinor };
}
