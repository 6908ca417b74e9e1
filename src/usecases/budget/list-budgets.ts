import { findAccounts, type SeenAccount } from '#src/db/ledger/account.ts';
import { type DepartmentPolicy, getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { type BudgetPolicy, calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { must } from '#src/domain/kit/must.ts';
import { type Period, periodOf } from '#src/domain/kit/period.ts';
import { budgetAccount, reservedAccount, topUpAccount } from '#src/domain/ledger/accounts.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getBudget, heldState, unopened } from './get-budget.ts';

/** A department with its running period. `budget`: what was set for it; `state`: what it holds. Both undefined where it has none. */
export type ListedBudget = {
  department: Department;
  period: Period;
  isFrozen: boolean;
  budget: BudgetPolicy | undefined;
  state: BudgetState | undefined;
};

type ListDeps = Pick<Deps, 'db' | 'clock'>;

/** What the departments that the reader may see can still give, by name; or one of them. */
export async function listBudgets(
  deps: ListDeps,
  scope: Scope,
  { departmentId: only }: { departmentId?: string } = {},
): Promise<ListedBudget[]> {
  const departments = (await listDepartments(deps.db, scope.organizationId)).filter(
    ({ id: departmentId }) => sees(scope, { departmentId }) && (only ?? departmentId) === departmentId,
  );
  const now = deps.clock.now();
  const policies = await getDepartmentPolicies(deps.db, departments, now);
  const all = departments.map(({ id }) => running(must(policies.get(id), `department ${id}`), now));
  const byOwner = await findByOwner(deps, all);
  return Promise.all(all.map((one) => listed(deps, one, byOwner.get(one.policy.department.id) ?? [])));
}

type Running = { policy: DepartmentPolicy; period: Period };

function running(policy: DepartmentPolicy, now: Date): Running {
  const calendar = calendarOf(policy.budget ?? DEFAULT_PERIOD, policy.department.timeZone);
  return { policy, period: periodOf(now, calendar) };
}

async function findByOwner(
  { db }: ListDeps,
  all: readonly Running[],
): Promise<ReadonlyMap<string, SeenAccount[]>> {
  const names = all.flatMap(({ policy: { department }, period }) => [
    budgetAccount(department, period),
    reservedAccount(department, period),
    topUpAccount(department),
  ]);
  const byOwner = new Map<string, SeenAccount[]>();
  for (const account of await findAccounts(db, names)) {
    byOwner.set(account.ownerId, [...(byOwner.get(account.ownerId) ?? []), account]);
  }
  return byOwner;
}

/** Only a period that did not open yet, and takes something over, depends on the ones before it. */
async function listed(
  deps: ListDeps,
  { policy, period }: Running,
  accounts: readonly SeenAccount[],
): Promise<ListedBudget> {
  const { department, budget, isFrozen, hasTopUp } = policy;
  const one = { department, period, isFrozen, budget };
  if (!budget && !hasTopUp) return { ...one, state: undefined };
  const opened = accounts.find(({ kind, period: key, isUsed }) => {
    return kind === 'budget' && key === period.key && isUsed;
  });
  if (!opened && (budget?.carryCapMinor || budget?.isSoft)) {
    const state = await getBudget(deps, department);
    return { ...one, state: state.ok ? state.value : undefined };
  }
  const { funded, balance } = opened ?? unopened(budget ? [budget] : [], period, 0n);
  return { ...one, state: heldState({ department, policy, period, funded, balance, accounts }) };
}
