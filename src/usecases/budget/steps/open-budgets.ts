import {
  accountNamed,
  findUntouched,
  type LockedAccount,
  lockAccounts,
  postEntries,
} from '#src/db/ledger/account.ts';
import type { DepartmentPolicy } from '#src/db/budget/budget.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type BudgetOpening, openingsOf } from '#src/domain/budget/openings.ts';
import type { NewEntry } from '#src/domain/ledger/entries.ts';
import type { Period } from '#src/domain/kit/period.ts';
import { type AccountName, fundingAccount, topUpAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type OpeningPlan, periodAccount, planOpenings, runningPeriod } from './plan-openings.ts';
import { lockFunding, moved } from './post-grants.ts';
import type { Department, DepartmentRef } from '#src/domain/people/department.ts';

/**
 * A locked budget of the running period. `leftMinor` is undefined when the department never had a budget, `topUp` when
 * it was never topped up.
 */
export type OpenBudget = {
  department: Department;
  policy: DepartmentPolicy;
  period: Period;
  account: LockedAccount;
  leftMinor: bigint | undefined;
  topUp: LockedAccount | undefined;
};

type OpenDeps = Pick<Deps, 'newId'>;

/**
 * Locks departments' budgets of the running period together with `others`, and funds the ones used for the first time.
 *
 * No job resets budgets: a period's account opens when somebody first needs it. The account's row is the lock, so when
 * two arrive first, one funds it and the other sees that. An account without postings was never funded.
 */
export async function openBudgets(
  deps: OpenDeps,
  tx: Tx,
  departments: readonly DepartmentRef[],
  others: (policy: DepartmentPolicy, period: Period) => readonly AccountName[],
): Promise<{ budgets: OpenBudget[]; accounts: LockedAccount[] }> {
  const plans = await planOpenings(tx, departments);
  const names = plans.flatMap((plan) => [
    ...plan.periods.map((period) => periodAccount(plan, period)),
    ...(plan.policy.hasTopUp ? [topUpAccount(plan.policy.department)] : []),
    ...others(plan.policy, runningPeriod(plan)),
  ]);
  const locked = await lockAccounts(tx, names, deps.newId);
  const budgetAccounts = plans.flatMap((plan) =>
    plan.periods.map((period) => accountNamed(locked, periodAccount(plan, period))),
  );
  const unfunded = new Set((await findUntouched(tx, budgetAccounts)).map(({ id }) => id));
  const accounts = await fund(deps, tx, { plans, locked, unfunded });
  return { budgets: plans.map((plan) => openBudgetOf(plan, { accounts, unfunded })), accounts };
}

type Funding = { plans: readonly OpeningPlan[]; locked: LockedAccount[]; unfunded: ReadonlySet<string> };

async function fund(deps: OpenDeps, tx: Tx, { plans, locked, unfunded }: Funding): Promise<LockedAccount[]> {
  const openings = plans.flatMap((plan) => {
    const budgets = plan.periods.map((period) => {
      const account = accountNamed(locked, periodAccount(plan, period));
      return { period, account, wasNeverUsed: unfunded.has(account.id) };
    });
    return openingsOf(budgets, plan.policies);
  });
  // Whoever gives from an open budget does not wait for funding, which all departments share.
  if (openings.length === 0) return locked;
  const funding = await lockFunding(deps, tx, locked);
  const entries = openings.flatMap((opening) => entriesOf(deps, tx, funding, opening));
  return postEntries(tx, entries, [...funding, ...locked]);
}

function entriesOf(
  deps: OpenDeps,
  tx: Tx,
  funding: readonly LockedAccount[],
  { account, grantedMinor, carries }: BudgetOpening<LockedAccount>,
): NewEntry[] {
  const source = accountNamed(funding, fundingAccount(account.organizationId, account.currency));
  const subject = { type: 'account' as const, id: account.id };
  const grant = { from: source, to: account, amountMinor: grantedMinor };
  return [
    ...moved(deps, tx, { kind: 'budget.granted', subject }, grant),
    ...carries.flatMap((carry) => moved(deps, tx, { kind: 'budget.carried', subject }, carry)),
  ];
}

function openBudgetOf(
  plan: OpeningPlan,
  { accounts, unfunded }: { accounts: readonly LockedAccount[]; unfunded: ReadonlySet<string> },
): OpenBudget {
  const { policy } = plan;
  const period = runningPeriod(plan);
  const account = accountNamed(accounts, periodAccount(plan, period));
  const wasNeverSet = !policy.budget && unfunded.has(account.id);
  return {
    department: policy.department,
    policy,
    period,
    account,
    leftMinor: wasNeverSet ? undefined : account.balance,
    topUp: policy.hasTopUp ? accountNamed(accounts, topUpAccount(policy.department)) : undefined,
  };
}
