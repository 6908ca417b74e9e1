import type { LockedAccount } from '#src/db/ledger/account.ts';
import type { NewNotification } from '#src/db/message/notification.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type BudgetFill, crossedPercent } from '#src/domain/budget/budget-alerts.ts';
import { storeMoney } from '#src/domain/outcome.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';
import type { OpenBudget } from './open-budgets.ts';

/** A locked budget before a change, and its account afterwards. */
export type BudgetChange = { budget: OpenBudget; after: Pick<LockedAccount, 'funded' | 'balance'> };

/**
 * Notifies the owners of budgets that a change took past 75, 90 or 100 % of their money, once per threshold and period.
 */
export async function alertBudgets(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  changes: readonly BudgetChange[],
): Promise<void> {
  const notifications: NewNotification[] = [];
  for (const change of changes) notifications.push(...(await alertsOf(tx, change)));
  await notify(deps, tx, notifications);
}

type GivenGift = { departmentId: string; amountMinor: bigint; topUpMinor: bigint };

/** How gifts change the budgets that pay for them. */
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
  return (await findApprovers(tx, question, tx.now)).map((personId) => {
    return { organizationId, personId, subjectId: account.id, kind: 'budget.alert', detail };
  });
}
