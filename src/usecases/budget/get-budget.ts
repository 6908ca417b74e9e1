import { findAccountNamed, findAccounts, type LockedAccount } from '#src/db/ledger/account.ts';
import { type DepartmentPolicy, getDepartmentPolicies } from '#src/db/budget/budget.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { openingOf, policyOf } from '#src/domain/budget/budget-policy.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Period } from '#src/domain/kit/period.ts';
import { budgetAccount, reservedAccount, topUpAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { OpenBudget } from './steps/open-budgets.ts';
import { planOpening } from './steps/plan-openings.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { BudgetState, LeftOver } from '#src/domain/budget/budget-state.ts';

export function leftOverOf({ department, leftMinor, topUpMinor, until }: BudgetState): LeftOver {
  return { department, leftMinor: leftMinor + topUpMinor, until };
}

/** What a department may still give. Reading opens no period: an untouched one shows what it will open with. */
export async function getBudget(
  deps: Pick<Deps, 'db' | 'clock'>,
  department: Department,
): Promise<Outcome<BudgetState>> {
  const now = deps.clock.now();
  const policies = await getDepartmentPolicies(deps.db, [department], now);
  const policy = policies.get(department.id);
  if (!policy?.budget && !policy?.hasTopUp)
    return refused({ kind: 'no-budget', department: department.name });
  const plan = await planOpening(deps.db, policy, now);
  const [period] = plan.periods.slice(-1);
  if (!period) throw new Error('a calendar has no period for now');
  const beside = [reservedAccount(department, period), topUpAccount(department)];
  const names = plan.periods.map((one) => budgetAccount(department, one));
  const accounts = await findAccounts(deps.db, [...names, ...beside]);
  let state = { funded: 0n, balance: 0n };
  for (const one of plan.periods) {
    const account = findAccountNamed(accounts, budgetAccount(department, one));
    state = account?.isUsed ? account : unopened(plan.policies, one, state.balance);
  }
  const { funded, balance } = state;
  return done(heldState({ department, policy, period, funded, balance, accounts }));
}

/** A locked budget as people see it. */
export async function budgetStateOf(
  db: Reader,
  { department, policy, period, account }: OpenBudget,
): Promise<BudgetState> {
  const accounts = await findAccounts(db, [reservedAccount(department, period), topUpAccount(department)]);
  const { funded, balance } = account;
  return heldState({ department, policy, period, funded, balance, accounts });
}

/** What a period without any posting will open with, after one that left `leftBeforeMinor`. */
export function unopened(policies: Parameters<typeof policyOf>[0], period: Period, leftBeforeMinor: bigint) {
  const policy = policyOf(policies, period);
  if (!policy) return { funded: 0n, balance: 0n };
  const { grantedMinor, carriedMinor } = openingOf(policy, leftBeforeMinor);
  return { funded: grantedMinor + carriedMinor, balance: grantedMinor + carriedMinor };
}

type Shown = {
  department: Department;
  policy: DepartmentPolicy;
  period: Period;
  funded: bigint;
  balance: bigint;
  /** Includes the accounts of reserved money and of top-ups. */
  accounts: readonly LockedAccount[];
};

/** A budget as people see it, of what its accounts hold. */
export function heldState({ department, policy, period, funded, balance, accounts }: Shown): BudgetState {
  return {
    department,
    period: policy.budget?.period ?? 'month',
    grantedMinor: funded,
    leftMinor: balance,
    reservedMinor: findAccountNamed(accounts, reservedAccount(department, period))?.balance ?? 0n,
    topUpMinor: findAccountNamed(accounts, topUpAccount(department))?.balance ?? 0n,
    isSoft: policy.budget?.isSoft ?? false,
    isFrozen: policy.isFrozen,
    until: period.end,
  };
}
