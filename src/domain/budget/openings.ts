import { type BudgetPolicy, openingOf, policyOf } from './budget-policy.ts';
import type { Period } from '#src/domain/kit/period.ts';

/** The budget of a period as it was locked. `wasNeverUsed`: nothing was posted to it yet. */
export type PeriodBudget<A extends { balance: bigint }> = {
  period: Period;
  account: A;
  wasNeverUsed: boolean;
};

/** Money to move from one budget to another, in minor units; above zero. */
export type Carry<A> = { from: A; to: A; amountMinor: bigint };

/** What a budget that opens gets from funding, in minor units, and what moves between it and the one before. */
export type BudgetOpening<A> = { account: A; grantedMinor: bigint; carries: Carry<A>[] };

/**
 * The openings of a department's budgets, oldest first: each gets its amount and carries over what the previous one
 * left, or owes. One that was used already, or that no policy holds for, does not open.
 */
export function openingsOf<A extends { balance: bigint }>(
  budgets: readonly PeriodBudget<A>[],
  policies: readonly BudgetPolicy[],
): BudgetOpening<A>[] {
  const openings: BudgetOpening<A>[] = [];
  let before: { account: A; leftMinor: bigint } | undefined;
  for (const { period, account, wasNeverUsed } of budgets) {
    const policy = policyOf(policies, period);
    if (!wasNeverUsed || !policy) {
      before = { account, leftMinor: account.balance };
      continue;
    }
    const { grantedMinor, carriedMinor } = openingOf(policy, before?.leftMinor ?? 0n);
    const carries = before ? carriesOf(before.account, account, carriedMinor) : [];
    openings.push({ account, grantedMinor, carries });
    before = { account, leftMinor: grantedMinor + carriedMinor };
  }
  return openings;
}

function carriesOf<A>(before: A, opened: A, carriedMinor: bigint): Carry<A>[] {
  if (carriedMinor > 0n) return [{ from: before, to: opened, amountMinor: carriedMinor }];
  if (carriedMinor < 0n) return [{ from: opened, to: before, amountMinor: -carriedMinor }];
  return [];
}
