import { findAccount, sumPostings } from '#src/db/account.ts';
import { findBudgetPolicy, listBudgetPolicyIds } from '#src/db/budget.ts';
import type { Department } from '#src/db/department.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { monthOf } from '#src/domain/period.ts';
import { budgetAccount, changeKey, grantKey } from './budget-accounts.ts';
import type { Deps } from './deps.ts';

/** A department's budget in the running month, in minor units. */
export type BudgetState = { department: Department; grantedMinor: bigint; leftMinor: bigint; until: Date };

/** What a department may still give this month. Reading opens nothing: an untouched month shows what policy will grant. */
export async function showBudget(
  deps: Pick<Deps, 'db' | 'clock'>,
  department: Department,
): Promise<Outcome<BudgetState>> {
  const { organizationId, id } = department;
  const period = monthOf(deps.clock.now(), department.timeZone);
  const policyMinor = await findBudgetPolicy(deps.db, organizationId, id);
  if (policyMinor === undefined) return refused({ kind: 'no-budget', department: department.name });
  const account = await findAccount(deps.db, budgetAccount(department, period));
  const state = { department, until: period.end };
  if (!account) return done({ ...state, grantedMinor: policyMinor, leftMinor: policyMinor });
  const changes = await listBudgetPolicyIds(deps.db, organizationId, id);
  const grantedMinor = await sumPostings(deps.db, account, [grantKey(account.id), ...changes.map(changeKey)]);
  const isFunded = grantedMinor > 0n;
  return done({
    ...state,
    grantedMinor: isFunded ? grantedMinor : policyMinor,
    leftMinor: isFunded ? account.balance : policyMinor,
  });
}
