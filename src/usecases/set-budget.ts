import { saveFloor, sumGrants } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import { insertBudgetPolicy } from '#src/db/budget.ts';
import { type Department, saveTimeZone } from '#src/db/department.ts';
import type { Tx } from '#src/db/schema.ts';
import { transactOutcome } from '#src/db/transact.ts';
import { type BudgetPolicy, calendarOf, DEFAULT_PERIOD } from '#src/domain/budget-policy.ts';
import { done, type Outcome, refused, storeMoney } from '#src/domain/outcome.ts';
import { periodOf } from '#src/domain/period.ts';
import { changeKey, grantKey } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import { type OpenBudget, openBudgets, postGrants } from './open-budgets.ts';
import { type BudgetState, budgetStateOf } from './show-budget.ts';

/** What is set for a department; what is left out stays as it stands. */
export type BudgetSetting = {
  department: Department;
  amountMinor: bigint;
  actorId: string | null;
  /** Whose calendar its periods follow. */
  timeZone?: string | undefined;
} & { [K in 'period' | 'fiscalStartMonth' | 'isSoft' | 'carryCapMinor']?: BudgetPolicy[K] | undefined };

type SetDeps = Pick<Deps, 'db' | 'clock' | 'newId'>;

/**
 * Sets what a department may give a period, from the running one on: the difference moves at once.
 *
 * Another kind of period begins at once too, with its whole amount; what the one before it had left goes back. Refuses an
 * amount below what the period has already spent, unless the budget is soft.
 */
export async function setBudget(deps: SetDeps, setting: BudgetSetting): Promise<Outcome<BudgetState>> {
  return transactOutcome(deps.db, async (tx) => {
    const before = await openBudget(deps, tx, setting.department);
    // After the lock, as its time is: of two settings the later one holds.
    const id = deps.newId();
    const policy = policyFrom(before, setting, deps.clock.now());
    const department = { ...setting.department, timeZone: setting.timeZone ?? setting.department.timeZone };
    if (setting.timeZone) await saveTimeZone(tx, department);
    const { organizationId } = department;
    const set = { ...policy, organizationId, departmentId: department.id, id, setBy: setting.actorId };
    await insertBudgetPolicy(tx, set);
    await noteSetting(deps, tx, { department, policy, actorId: setting.actorId });
    const budget = await inPeriodOf(deps, tx, { before, department, policy, id });
    return adjust(deps, tx, { budget, policy, id });
  });
}

async function openBudget(deps: SetDeps, tx: Tx, department: Department): Promise<OpenBudget> {
  const { budgets } = await openBudgets(deps, tx, [department], () => []);
  const [budget] = budgets;
  if (!budget) throw new Error('the budget did not open');
  return budget;
}

function policyFrom({ policy: { budget } }: OpenBudget, setting: BudgetSetting, setAt: Date): BudgetPolicy {
  const stands = budget ?? { ...DEFAULT_PERIOD, isSoft: false, carryCapMinor: 0n };
  return {
    amountMinor: setting.amountMinor,
    period: setting.period ?? stands.period,
    fiscalStartMonth: setting.fiscalStartMonth ?? stands.fiscalStartMonth,
    isSoft: setting.isSoft ?? stands.isSoft,
    carryCapMinor: setting.carryCapMinor ?? stands.carryCapMinor,
    setAt,
  };
}

type Change = { before: OpenBudget; department: Department; policy: BudgetPolicy; id: string };

async function inPeriodOf(
  deps: SetDeps,
  tx: Tx,
  { before, department, policy, id }: Change,
): Promise<OpenBudget> {
  const period = periodOf(deps.clock.now(), calendarOf(policy, department.timeZone));
  if (period.key === before.period.key) return { ...before, department, period };
  const { account } = before;
  if (account.balance > 0n) {
    const back = { account, amountMinor: -account.balance, key: `budget.returned:${id}` };
    await postGrants(deps, tx, [back], [account]);
  }
  return openBudget(deps, tx, department);
}

async function adjust(
  deps: SetDeps,
  tx: Tx,
  { budget, policy, id }: { budget: OpenBudget; policy: BudgetPolicy; id: string },
): Promise<Outcome<BudgetState>> {
  const { account, leftMinor } = budget;
  const grantedMinor = await sumGrants(tx, account);
  const changeMinor = policy.amountMinor - grantedMinor;
  if (!policy.isSoft && account.balance + changeMinor < 0n) {
    const spent = { amountMinor: grantedMinor - account.balance, currency: account.currency };
    return refused({ kind: 'budget-below-spent', spent: storeMoney(spent) });
  }
  if (policy.isSoft) await saveFloor(tx, account, null);
  const key = leftMinor === undefined ? grantKey(account.id) : changeKey(id);
  const grants = changeMinor === 0n ? [] : [{ account, amountMinor: changeMinor, key }];
  const [after = account] = await postGrants(deps, tx, grants, [account]);
  if (!policy.isSoft) await saveFloor(tx, account, 0n);
  return done(await budgetStateOf(tx, { ...budget, account: after, leftMinor: after.balance }));
}

async function noteSetting(
  deps: SetDeps,
  tx: Tx,
  { department, policy, actorId }: { department: Department; policy: BudgetPolicy; actorId: string | null },
): Promise<void> {
  const { organizationId, id: departmentId, timeZone } = department;
  const { amountMinor, carryCapMinor, setAt: at, ...rest } = policy;
  const amounts = { amountMinor: amountMinor.toString(), carryCapMinor: carryCapMinor.toString() };
  const detail = { departmentId, ...amounts, ...rest, timeZone };
  await insertActivities(tx, [{ organizationId, id: deps.newId(), at, kind: 'budget.set', actorId, detail }]);
}
