import type { LockedAccount } from '#src/db/ledger/account.ts';
import { insertNotifications, type NewNotification } from '#src/db/message/notification.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type BudgetFill, crossedPercent } from '#src/domain/budget/budget-alerts.ts';
import { storeMoney } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';
import type { OpenBudget } from './open-budgets.ts';

/** A locked budget as it was, and what its account became. */
export type BudgetChange = { budget: OpenBudget; after: Pick<LockedAccount, 'funded' | 'balance'> };

type AlertDeps = Pick<Deps, 'newId'>;

/**
 * Writes notifications to the owners of budgets that changes took over 75, 90 or 100 % of what came into them, once for each
 * threshold and period.
 */
export async function alertBudgets(deps: AlertDeps, tx: Tx, changes: readonly BudgetChange[]): Promise<void> {
  const notifications: NewNotification[] = [];
  for (const change of changes) notifications.push(...(await alertsOf(deps, tx, change)));
  tx.after('send-notification', await insertNotifications(tx, notifications));
}

type GivenGift = { departmentId: string; amountMinor: bigint; topUpMinor: bigint };

/** What gifts change about the budgets that they are taken from. */
export function changesByGifts(budgets: readonly OpenBudget[], gifts: readonly GivenGift[]): BudgetChange[] {
  return budgets.map((budget) => {
    const { funded, balance } = budget.account;
    const usedMinor = gifts
      .filter(({ departmentId }) => departmentId === budget.department.id)
      .reduce((sum, { amountMinor, topUpMinor }) => sum + amountMinor - topUpMinor, 0n);
    return { budget, after: { funded, balance: balance - usedMinor } };
  });
}

function fillOf({ funded, balance }: BudgetChange['after']): BudgetFill {
  return { grantedMinor: funded, leftMinor: balance };
}

async function alertsOf(
  deps: AlertDeps,
  tx: Tx,
  { budget: { department, period, account }, after }: BudgetChange,
): Promise<NewNotification[]> {
  const { organizationId, id: departmentId, name, currency, timeZone } = department;
  const percent = crossedPercent(fillOf(account), fillOf(after));
  if (percent === undefined) return [];
  const question = { organizationId, kind: 'gift' as const, departmentId, excluded: [] };
  const detail = {
    department: name,
    percent,
    granted: storeMoney({ amountMinor: after.funded, currency }),
    left: storeMoney({ amountMinor: after.balance, currency }),
    until: period.end.toISOString(),
    timeZone,
  };
  return (await findApprovers(tx, question, tx.now)).map((personId) => ({
    organizationId,
    id: deps.newId(),
    kind: 'budget.alert' as const,
    personId,
    subjectId: account.id,
    key: `budget.alert:${account.id}:${percent}:${personId}`,
    createdAt: tx.now,
    detail,
  }));
}
