import { insertNotices, type NewNotice } from '#src/db/notice.ts';
import type { Tx } from '#src/db/schema.ts';
import { crossedPercent } from '#src/domain/budget-alerts.ts';
import { storeMoney } from '#src/domain/outcome.ts';
import type { Deps } from './deps.ts';
import { findApprovers } from './find-approvers.ts';
import type { OpenBudget } from './open-budgets.ts';
import type { DecidedGift } from './write-gifts.ts';

/** Budgets as they were before gifts were taken from them, and those gifts. */
export type BudgetUse = {
  budgets: readonly OpenBudget[];
  gifts: readonly Pick<DecidedGift, 'departmentId' | 'amountMinor' | 'topUpMinor'>[];
};

/**
 * Writes notices to the owners of budgets that gifts took over 75, 90 or 100 % of what came into them, once for each
 * threshold and period. Ring `send-notice` with the ids that it returns after commit.
 */
export async function alertBudgets(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  { budgets, gifts }: BudgetUse,
): Promise<string[]> {
  const notices: NewNotice[] = [];
  for (const budget of budgets) {
    const usedMinor = gifts
      .filter(({ departmentId }) => departmentId === budget.department.id)
      .reduce((sum, { amountMinor, topUpMinor }) => sum + amountMinor - topUpMinor, 0n);
    if (usedMinor > 0n) notices.push(...(await alertsOf(deps, tx, budget, usedMinor)));
  }
  return insertNotices(tx, notices);
}

async function alertsOf(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  { department, period, account }: OpenBudget,
  usedMinor: bigint,
): Promise<NewNotice[]> {
  const { organizationId, id: departmentId, name, currency, timeZone } = department;
  // A budget that opened just now does not know yet what came into it: all of it is still there.
  const grantedMinor = account.funded > 0n ? account.funded : account.balance;
  const afterMinor = account.balance - usedMinor;
  const percent = crossedPercent({ grantedMinor, beforeMinor: account.balance, afterMinor });
  if (percent === undefined) return [];
  const question = { organizationId, kind: 'gift' as const, departmentId, excluded: [] };
  const detail = {
    department: name,
    percent,
    granted: storeMoney({ amountMinor: grantedMinor, currency }),
    left: storeMoney({ amountMinor: afterMinor, currency }),
    until: period.end.toISOString(),
    timeZone,
  };
  return (await findApprovers(deps, tx, question)).map((personId) => ({
    organizationId,
    id: deps.newId(),
    kind: 'budget.alert' as const,
    personId,
    subjectId: account.id,
    key: `budget.alert:${account.id}:${percent}:${personId}`,
    createdAt: deps.clock.now(),
    detail,
  }));
}
