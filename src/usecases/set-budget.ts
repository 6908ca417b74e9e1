import { sumPostings } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import { insertBudgetPolicy, listBudgetPolicyIds } from '#src/db/budget.ts';
import { type Department, saveTimeZone } from '#src/db/department.ts';
import type { Tx } from '#src/db/schema.ts';
import { done, type Outcome, refused, storeMoney } from '#src/domain/outcome.ts';
import { changeKey, grantKey } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import { type OpenBudget, openBudgets, postGrants } from './open-budgets.ts';
import type { BudgetState } from './show-budget.ts';

/**
 * Sets what a department may give a month, from the running month on: the difference moves at once.
 *
 * A time zone moves the department's months to that calendar. Refuses an amount below what the month has already spent.
 */
export async function setBudget(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  {
    amountMinor,
    actorId,
    timeZone,
    ...rest
  }: {
    department: Department;
    amountMinor: bigint;
    actorId: string | null;
    timeZone?: string | undefined;
  },
): Promise<Outcome<BudgetState>> {
  const department = timeZone ? { ...rest.department, timeZone } : rest.department;
  return deps.db.transaction().execute(async (tx) => {
    const { budgets } = await openBudgets(deps, tx, [department], []);
    const [budget] = budgets;
    if (!budget) throw new Error('the budget did not open');
    const grantedMinor = await grantedTo(tx, budget);
    const change = amountMinor - grantedMinor;
    if (budget.account.balance + change < 0n) {
      const spent = { amountMinor: grantedMinor - budget.account.balance, currency: department.currency };
      return refused({ kind: 'budget-below-spent', spent: storeMoney(spent) });
    }
    if (timeZone) await saveTimeZone(tx, department);
    await writePolicy(deps, tx, { budget, amountMinor, change, actorId });
    const leftMinor = budget.account.balance + change;
    return done({ department, grantedMinor: amountMinor, leftMinor, until: budget.period.end });
  });
}

async function writePolicy(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  set: { budget: OpenBudget; amountMinor: bigint; change: bigint; actorId: string | null },
): Promise<void> {
  const { organizationId, id: departmentId } = set.budget.department;
  const { amountMinor, change, actorId } = set;
  const now = deps.clock.now();
  const id = deps.newId();
  await insertBudgetPolicy(tx, { organizationId, departmentId, id, amountMinor, setAt: now, setBy: actorId });
  if (change !== 0n) {
    const { account, leftMinor } = set.budget;
    const key = leftMinor === undefined ? grantKey(account.id) : changeKey(id);
    await postGrants(deps, tx, [{ account, amountMinor: change, key }], [account]);
  }
  const { timeZone } = set.budget.department;
  const detail = { departmentId, amountMinor: amountMinor.toString(), timeZone };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: now, kind: 'budget.set', actorId, detail },
  ]);
}

/** What funding has put into a budget's period so far, in minor units. */
async function grantedTo(tx: Tx, budget: Pick<OpenBudget, 'department' | 'account'>): Promise<bigint> {
  const { organizationId, id } = budget.department;
  const changes = await listBudgetPolicyIds(tx, organizationId, id);
  return sumPostings(tx, budget.account, [grantKey(budget.account.id), ...changes.map(changeKey)]);
}
