import { accountNamed, findAccounts, lockAccounts } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { insertBudgetPolicy } from '#src/db/budget/budget.ts';
import { lockDepartment, saveTimeZone } from '#src/db/people/department.ts';
import { findSettingVersion } from '#src/db/budget/setting-version.ts';
import { forgetLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { settingTime } from '#src/db/kit/setting.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import {
  type BudgetPolicy,
  calendarOf,
  changePolicy,
  type PolicyChanges,
  storePolicy,
} from '#src/domain/budget/budget-policy.ts';
import { must } from '#src/domain/kit/must.ts';
import { heaviest, type Weight, weightOfBudget } from '#src/domain/budget/second-person.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { type Period, periodAfter, periodOf } from '#src/domain/kit/period.ts';
import { adjustBudget } from './steps/adjust-budget.ts';
import { alertBudgets } from './steps/alert-budgets.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import { checkMark, type SettingMark } from './steps/check-mark.ts';
import { budgetAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type OpenBudget, openBudgets } from './steps/open-budgets.ts';
import { postGrants } from './steps/post-grants.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';
import { findMisplaced, insertLaterBudget, policyAt, refuseBeginning } from './steps/later-budget.ts';
import { budgetStateOf } from './get-budget.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';

/** What to set for a department; anything left out keeps its value. */
export type BudgetSetting = SettingMark &
  PolicyChanges & {
    department: Department;
    actorId: string | null;
    /** The zone whose calendar its periods follow, at once. */
    timeZone?: string | undefined;
  };

type SetDeps = Pick<Deps, 'newId'>;
type AllDeps = SetDeps & Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>;

/**
 * Sets what a department may give per period, starting with the running one: the difference moves at once. Its owners
 * are told when that leaves the budget nearly used up.
 *
 * A new kind of period also begins at once, with its whole amount, and what the old one had left goes back. Refuses an
 * amount below what the period has already spent, unless the budget is soft, and whoever sets their own department's. What raises it
 * above the organization's amount waits for a second person.
 *
 * One from a later instant on begins with a period, and leaves the running one as it is.
 */
export async function setBudget(deps: AllDeps, setting: BudgetSetting): Promise<Outcome<BudgetState>> {
  return transact(deps, (tx) => setBudgetIn(deps, tx, setting));
}

/** What `setBudget` would make of it now. */
export async function planBudget(deps: AllDeps, setting: BudgetSetting): Promise<Outcome<BudgetState>> {
  return rehearse(deps, (tx) => setBudgetIn(deps, tx, setting, 'planned'));
}

/** The same in a transaction, with the word of a second person where there is one. */
export async function setBudgetIn(
  deps: SetDeps,
  tx: Tx,
  setting: BudgetSetting,
  consent?: Consent | 'planned',
): Promise<Outcome<BudgetState>> {
  const { organizationId, id: departmentId } = setting.department;
  // The later of two settings wins, so nothing may read the time before the lock.
  await lockDepartment(tx, setting.department);
  const mark = await checkMark(tx, { what: 'budget', organizationId, departmentId }, setting);
  if (mark === 'changed') return refused({ kind: 'setting-changed' });
  if (mark === 'repeat') return done(await budgetStateOf(tx, await openBudget(deps, tx, setting.department)));
  const { from } = setting;
  const misplaced = from && (await refuseBeginning(tx, setting, from));
  const refusal = misplaced ?? (await refuseAlone(deps, tx, setting, consent));
  if (refusal) return refused(refusal);
  const consented = { ...setting, ...(consent !== 'planned' && { consent }) };
  return from ? setLater(deps, tx, consented, from) : setLocked(deps, tx, consented);
}

/** From a later instant on: the running period stays as it is. */
async function setLater(
  deps: SetDeps,
  tx: Tx,
  setting: Consented,
  from: Date,
): Promise<Outcome<BudgetState>> {
  await insertLaterBudget(deps, tx, setting, from);
  const conflict = await findMisplaced(tx, setting.department);
  if (conflict) return refused(conflict);
  return done(await budgetStateOf(tx, await openBudget(deps, tx, setting.department)));
}

/** The running period before and after a budget went to another zone. */
export type ZoneMove = { before: Period; after: Period };

type ToZone = { department: Department; timeZone: string; actorId: string | null };

/**
 * Gives a department the calendar of another zone: its budget is set again as it was, and its running period is that of the new zone at
 * once. Undefined where no budget was ever set. The caller holds the department's lock.
 */
export async function moveToZone(
  deps: SetDeps,
  tx: Tx,
  { department, timeZone, actorId }: ToZone,
): Promise<Outcome<ZoneMove | undefined>> {
  const { organizationId, currency } = department;
  const { budget } = await policyAt(tx, department, tx.now);
  if (!budget) {
    await saveTimeZone(tx, { ...department, timeZone });
    const conflict = await findMisplaced(tx, { ...department, timeZone });
    if (conflict) return refused(conflict);
    await forgetLimitUsage(tx, organizationId, currency);
    return done(undefined);
  }
  const { amountMinor } = budget;
  const set = await setLocked(deps, tx, { department, amountMinor, timeZone, actorId });
  if (!set.ok) return set;
  const [before, after] = [department.timeZone, timeZone].map((zone) =>
    periodOf(tx.now, calendarOf(budget, zone)),
  );
  return done({ before: must(before, 'period before'), after: must(after, 'period after') });
}

/** Why whoever sets it may not do so alone, if so. */
async function refuseAlone(
  deps: SetDeps,
  tx: Tx,
  setting: BudgetSetting,
  consent: Consent | 'planned' | undefined,
): Promise<Refusal | undefined> {
  const { department, actorId, id, reason, from } = setting;
  const { organizationId, id: departmentId, currency } = department;
  const own = await refuseOwnGrant(tx, { organizationId, actorId, departmentId });
  if (own || consent === 'planned') return own;
  // What is planned between can still be withdrawn, so it is no raise only where it is none over what holds now either.
  const weights: Weight[] = [];
  for (const at of from ? [tx.now, from] : [tx.now]) {
    const { budget } = await policyAt(tx, department, at);
    weights.push(weightOfBudget(budget, changePolicy(budget, setting, at)));
  }
  const { amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor, timeZone } = setting;
  const options = { period, fiscalStartMonth, isSoft, carryCapMinor, timeZone };
  const change = {
    kind: 'budget' as const,
    departmentId,
    amountMinor,
    ...options,
    from: from?.toISOString(),
  };
  const basis = await findSettingVersion(tx, { what: 'budget', organizationId, departmentId }, tx.now);
  const weight = heaviest(weights);
  return askSecondPerson(
    deps,
    tx,
    { organizationId, id, change, weight, currency, basis, actorId, reason },
    consent,
  );
}

type Consented = BudgetSetting & { consent?: Consent | undefined };

async function setLocked(deps: SetDeps, tx: Tx, setting: Consented): Promise<Outcome<BudgetState>> {
  const before = await openBudget(deps, tx, setting.department);
  const id = setting.id ?? deps.newId();
  const department = { ...before.department, timeZone: setting.timeZone ?? before.department.timeZone };
  if (setting.timeZone) await saveTimeZone(tx, department);
  const { organizationId, id: departmentId } = department;
  const subject = { organization_id: organizationId, department_id: departmentId };
  const setAt = await settingTime(tx, 'budget_policy', subject);
  const policy = changePolicy(before.policy.budget, setting, setAt);
  const { timeZone: timeZoneBefore } = before.department;
  const set = { ...policy, organizationId, departmentId, id, setBy: setting.actorId, timeZoneBefore };
  await insertBudgetPolicy(tx, set);
  const conflict = await findMisplaced(tx, department);
  if (conflict) return refused(conflict);
  await noteSetting(deps, tx, { before, department, policy, setting });
  const { budget, isNew } = await inPeriodOf(deps, tx, { before, department, policy, id });
  const { account, period, leftMinor } = budget;
  // A department's first budget opens its period, so its grant is the same entry as any other opening.
  const about = leftMinor === undefined ? { type: 'account' as const, id: account.id } : settingOf(id);
  const adjusted = await adjustBudget(deps, tx, { account, policy, subject: about });
  if (!adjusted.ok) return adjusted;
  const next = await adjustNext(deps, tx, { department, period, policy, id });
  if (!next.ok) return next;
  // The stretches over which giving is counted have changed. Limits are locked after accounts.
  if (isNew || department.timeZone !== timeZoneBefore) {
    await forgetLimitUsage(tx, organizationId, department.currency);
  }
  const after = adjusted.value;
  await alertBudgets(deps, tx, [{ budget: isNew ? unused(budget) : budget, after }]);
  return done(await budgetStateOf(tx, { ...budget, account: after, leftMinor: after.balance }));
}

/** Nobody was alerted about usage from before this became the running period. */
function unused(budget: OpenBudget): OpenBudget {
  return { ...budget, account: { ...budget.account, funded: 0n, balance: 0n } };
}

async function openBudget(deps: SetDeps, tx: Tx, department: Department): Promise<OpenBudget> {
  const { budgets } = await openBudgets(deps, tx, [department], () => []);
  const [budget] = budgets;
  if (!budget) throw new Error('the budget did not open');
  return budget;
}

type PolicyChange = { before: OpenBudget; department: Department; policy: BudgetPolicy; id: string };

/** The budget of the period that the policy makes current; `isNew` when another one was current until now. */
async function inPeriodOf(
  deps: SetDeps,
  tx: Tx,
  { before, department, policy, id }: PolicyChange,
): Promise<{ budget: OpenBudget; isNew: boolean }> {
  const calendar = calendarOf(policy, department.timeZone);
  const period = periodOf(tx.now, calendar);
  if (period.key === before.period.key) return { budget: { ...before, department, period }, isNew: false };
  const { account } = before;
  const isYetToRun = periodAfter(period, calendar).key === before.period.key;
  if (account.balance > 0n && !isYetToRun) {
    const back = { account, amountMinor: -account.balance, subject: settingOf(id, 'before') };
    await postGrants(deps, tx, [back], [account]);
  }
  return { budget: await openBudget(deps, tx, department), isNew: true };
}

/**
 * A department that moves from a zone where the next period has already begun has that one open too: the new policy
 * applies to it as well.
 */
async function adjustNext(
  deps: SetDeps,
  tx: Tx,
  { department, period, policy, id }: Omit<PolicyChange, 'before'> & { period: Period },
): Promise<Outcome<undefined>> {
  const name = budgetAccount(department, periodAfter(period, calendarOf(policy, department.timeZone)));
  const [opened] = await findAccounts(tx, [name]);
  if (!opened) return done(undefined);
  const account = accountNamed(await lockAccounts(tx, [name], deps.newId), name);
  const adjusted = await adjustBudget(deps, tx, { account, policy, subject: settingOf(id, 'next') });
  return adjusted.ok ? done(undefined) : adjusted;
}

/** The setting as the subject of an entry about the running period or the next one. */
function settingOf(id: string, which?: 'before' | 'next') {
  return { type: 'policy' as const, id, which };
}

async function noteSetting(
  deps: SetDeps,
  tx: Tx,
  {
    before,
    department,
    policy,
    setting: { actorId, reason, consent },
  }: { before: OpenBudget; department: Department; policy: BudgetPolicy; setting: Consented },
): Promise<void> {
  const { organizationId, id: departmentId, timeZone } = department;
  const { budget } = before.policy;
  const detail = {
    departmentId,
    ...storePolicy(policy),
    timeZone,
    before: budget ? { ...storePolicy(budget), timeZone: before.department.timeZone } : null,
    ...(reason && { reason }),
    ...consent,
  };
  const { setAt: at } = policy;
  await insertActivities(tx, [{ organizationId, id: deps.newId(), at, kind: 'budget.set', actorId, detail }]);
}
