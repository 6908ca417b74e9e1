import {
  type AccountName,
  accountNamed,
  findUntouched,
  type LockedAccount,
  lockAccounts,
  postEntries,
} from '#src/db/account.ts';
import {
  type DepartmentPolicy,
  getDepartmentPolicies,
  listBudgetPolicies,
  listOpenedPeriods,
} from '#src/db/budget.ts';
import type { Department } from '#src/db/department.ts';
import type { Reader, Tx } from '#src/db/schema.ts';
import {
  type BudgetPolicy,
  calendarOf,
  DEFAULT_PERIOD,
  openingOf,
  periodsToOpen,
  policyOf,
} from '#src/domain/budget-policy.ts';
import type { Leg, NewEntry } from '#src/domain/ledger.ts';
import { type Period, periodOf } from '#src/domain/period.ts';
import { budgetAccount, carryKey, fundingAccount, grantKey, topUpAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';

/**
 * A locked budget of the running period. `leftMinor` is undefined when the department never had one; `topUp` when it was
 * never topped up.
 */
export type OpenBudget = {
  department: Department;
  policy: DepartmentPolicy;
  period: Period;
  account: LockedAccount;
  leftMinor: bigint | undefined;
  topUp: LockedAccount | undefined;
};

/** Money to move between the organization's funding and a locked budget: in when positive, back out when negative. */
export type Grant = { account: LockedAccount; amountMinor: bigint; key: string };

type OpenDeps = Pick<Deps, 'clock' | 'newId'>;

/** A department with the periods that open together, oldest first, and everything that was set for it. */
type Plan = { department: Department; policy: DepartmentPolicy; policies: BudgetPolicy[]; periods: Period[] };

/**
 * Locks departments' budgets of the running period together with `others`, and funds by policy those used first now.
 *
 * No job resets budgets: a period's account opens when somebody first needs it. The account's row is the lock, so of two
 * who come first at once one funds it and the other sees that. What was never posted to was never funded.
 */
export async function openBudgets(
  deps: OpenDeps,
  tx: Tx,
  departments: readonly Department[],
  others: (department: Department, period: Period, policy: DepartmentPolicy) => readonly AccountName[],
): Promise<{ budgets: OpenBudget[]; accounts: LockedAccount[] }> {
  const plans = await planOpenings(deps, tx, departments);
  const names = plans.flatMap((plan) => [
    ...plan.periods.map((period) => periodAccount(plan, period)),
    ...(plan.policy.hasTopUp ? [topUpAccount(plan.department)] : []),
    ...others(plan.department, runningPeriod(plan), plan.policy),
  ]);
  const locked = await lockAccounts(tx, names, deps.newId);
  const budgetAccounts = plans.flatMap((plan) =>
    plan.periods.map((period) => accountNamed(locked, periodAccount(plan, period))),
  );
  const unfunded = new Set((await findUntouched(tx, budgetAccounts)).map(({ id }) => id));
  const accounts = await fund(deps, tx, { plans, locked, unfunded });
  return { budgets: plans.map((plan) => openBudgetOf(plan, { accounts, unfunded })), accounts };
}

async function planOpenings(deps: OpenDeps, tx: Tx, departments: readonly Department[]): Promise<Plan[]> {
  const found = await getDepartmentPolicies(tx, departments);
  const plans: Plan[] = [];
  for (const department of departments) {
    const policy = found.get(department.id);
    if (!policy) throw new Error(`there is no department ${department.id}`);
    plans.push(await planOpening(deps, tx, department, policy));
  }
  return plans;
}

/** Says which periods open together now. Only a budget that carries over has to know of the periods before. */
export async function planOpening(
  deps: Pick<Deps, 'clock'>,
  tx: Reader,
  department: Department,
  policy: DepartmentPolicy,
): Promise<Plan> {
  const now = deps.clock.now();
  if (!policy.budget?.carryCapMinor) {
    const calendar = calendarOf(policy.budget ?? DEFAULT_PERIOD, department.timeZone);
    const policies = policy.budget ? [policy.budget] : [];
    return { department, policy, policies, periods: [periodOf(now, calendar)] };
  }
  const policies = await listBudgetPolicies(tx, department);
  const opened = new Set(await listOpenedPeriods(tx, department));
  const { timeZone } = department;
  return { department, policy, policies, periods: periodsToOpen(now, { policies, opened, timeZone }) };
}

type Funding = { plans: readonly Plan[]; locked: LockedAccount[]; unfunded: ReadonlySet<string> };

async function fund(deps: OpenDeps, tx: Tx, { plans, locked, unfunded }: Funding): Promise<LockedAccount[]> {
  const isGranting = plans.some(({ policies }) => policies.length > 0) && unfunded.size > 0;
  if (!isGranting) return locked;
  const funding = await lockFunding(deps, tx, locked);
  const entries = plans.flatMap((plan) => openingEntries(deps, plan, { locked, funding, unfunded }));
  const after = await postEntries(tx, entries, [...funding, ...locked]);
  return after.filter(({ kind }) => kind !== 'funding');
}

/** The entries that open a department's periods: each is granted its amount, and carries on what the one before it left. */
function openingEntries(
  deps: OpenDeps,
  plan: Plan,
  {
    locked,
    funding,
    unfunded,
  }: { locked: LockedAccount[]; funding: LockedAccount[]; unfunded: ReadonlySet<string> },
): NewEntry[] {
  const entries: NewEntry[] = [];
  let before: { account: LockedAccount; leftMinor: bigint } | undefined;
  for (const period of plan.periods) {
    const account = accountNamed(locked, periodAccount(plan, period));
    const policy = policyOf(plan.policies, period);
    if (!unfunded.has(account.id) || !policy) {
      before = { account, leftMinor: account.balance };
      continue;
    }
    const { grantedMinor, carriedMinor } = openingOf(policy, before?.leftMinor ?? 0n);
    const source = accountNamed(funding, fundingAccount(account.organizationId, account.currency));
    entries.push(
      ...moved(deps, 'budget.granted', grantKey(account.id), {
        from: source,
        to: account,
        amountMinor: grantedMinor,
      }),
    );
    if (before) {
      entries.push(
        ...moved(deps, 'budget.carried', carryKey(account.id), {
          from: before.account,
          to: account,
          amountMinor: carriedMinor,
        }),
      );
    }
    before = { account, leftMinor: grantedMinor + carriedMinor };
  }
  return entries;
}

function openBudgetOf(
  plan: Plan,
  { accounts, unfunded }: { accounts: readonly LockedAccount[]; unfunded: ReadonlySet<string> },
): OpenBudget {
  const { department, policy } = plan;
  const period = runningPeriod(plan);
  const account = accountNamed(accounts, periodAccount(plan, period));
  const wasNeverSet = !policy.budget && unfunded.has(account.id);
  return {
    department,
    policy,
    period,
    account,
    leftMinor: wasNeverSet ? undefined : account.balance,
    topUp: policy.hasTopUp ? accountNamed(accounts, topUpAccount(department)) : undefined,
  };
}

/** Posts grants to locked accounts and returns those accounts with their new balances. */
export async function postGrants(
  deps: OpenDeps,
  tx: Tx,
  grants: readonly Grant[],
  accounts: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  if (grants.length === 0) return [...accounts];
  const funding = await lockFunding(
    deps,
    tx,
    grants.map(({ account }) => account),
  );
  const entries = grants.flatMap(({ account, amountMinor, key }) => {
    const source = accountNamed(funding, fundingAccount(account.organizationId, account.currency));
    return amountMinor > 0n
      ? moved(deps, 'budget.granted', key, { from: source, to: account, amountMinor })
      : moved(deps, 'budget.returned', key, { from: account, to: source, amountMinor: -amountMinor });
  });
  const after = await postEntries(tx, entries, [...funding, ...accounts]);
  return after.filter(({ kind }) => kind !== 'funding');
}

/** The entry that moves money between two budgets, or a budget and funding; none for nothing. */
export function moved(
  deps: OpenDeps,
  kind: 'budget.granted' | 'budget.returned' | 'budget.carried' | 'budget.moved',
  key: string,
  { from, to, amountMinor }: { from: LockedAccount; to: LockedAccount; amountMinor: bigint },
): NewEntry[] {
  if (amountMinor === 0n) return [];
  const legs: Leg[] = [
    { accountId: from.id, amount: -amountMinor },
    { accountId: to.id, amount: amountMinor },
  ];
  const { organizationId } = to;
  return [{ id: deps.newId(), organizationId, kind, key, occurredAt: deps.clock.now(), legs }];
}

/** Funding is locked after all other accounts, so that it closes no circle of waiting. */
function lockFunding(deps: OpenDeps, tx: Tx, accounts: readonly LockedAccount[]): Promise<LockedAccount[]> {
  const names = accounts.map(({ organizationId, currency }) => fundingAccount(organizationId, currency));
  return lockAccounts(tx, names, deps.newId);
}

function periodAccount({ department, policy }: Plan, period: Period): AccountName {
  return { ...budgetAccount(department, period), isFloorless: policy.budget?.isSoft ?? false };
}

function runningPeriod({ periods }: Plan): Period {
  const running = periods.at(-1);
  if (!running) throw new Error('a calendar has no period for now');
  return running;
}
