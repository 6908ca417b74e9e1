import type { LockedAccount } from '#src/db/ledger/account.ts';
import type { NewNotification } from '#src/db/message/notification.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type BudgetFill, crossedPercent } from '#src/domain/budget/budget-alerts.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import type { NewEvent } from '#src/domain/webhook/event-types.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { publish } from '#src/usecases/kit/publish.ts';
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
  const crossed = changes.flatMap((change) => {
    const percent = crossedPercent(fillOf(change.budget.account), fillOf(change.after));
    return percent === undefined ? [] : [{ ...change, percent }];
  });
  const notifications: NewNotification[] = [];
  for (const one of crossed) notifications.push(...(await alertsOf(tx, one)));
  await notify(deps, tx, notifications);
  await publish(deps, tx, crossed.map(eventOf));
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

type CrossedBudget = BudgetChange & { percent: number };

function eventOf({ budget: { department, period }, after, percent }: CrossedBudget): NewEvent {
  const { organizationId, id: departmentId, currency } = department;
  const money = { grantedMinor: after.funded, leftMinor: after.balance, currency };
  const data = { departmentId, percent, ...money, until: period.end };
  return { organizationId, type: 'budget.alert', data };
}

async function alertsOf(
  tx: Tx,
  { budget: { department, period, account }, after, percent }: CrossedBudget,
): Promise<NewNotification[]> {
  const { organizationId, id: departmentId, name, currency, timeZone } = department;
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
