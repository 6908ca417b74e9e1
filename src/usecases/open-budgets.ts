import {
  type AccountName,
  accountNamed,
  findUntouched,
  type LockedAccount,
  lockAccounts,
  postEntries,
} from '#src/db/account.ts';
import { findBudgetPolicies } from '#src/db/budget.ts';
import type { Department } from '#src/db/department.ts';
import type { Tx } from '#src/db/schema.ts';
import { monthOf, type Period } from '#src/domain/period.ts';
import { budgetAccount, fundingAccount, grantKey } from './budget-accounts.ts';
import type { Deps } from './deps.ts';

/** A locked budget. `leftMinor` is undefined when the department never had one. */
export type OpenBudget = {
  department: Department;
  period: Period;
  account: LockedAccount;
  leftMinor: bigint | undefined;
};

/** Money to move between the organization's funding and a locked budget: in when positive, back out when negative. */
export type Grant = { account: LockedAccount; amountMinor: bigint; key: string };

/**
 * Locks departments' budgets of the running period together with `others`, and funds by policy those used first now.
 *
 * No job resets budgets: a period's account opens when somebody first needs it. The account's row is the lock, so of two
 * who come first at once one funds it and the other sees that. What was never posted to was never funded.
 */
export async function openBudgets(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  departments: readonly Department[],
  others: readonly AccountName[],
): Promise<{ budgets: OpenBudget[]; accounts: LockedAccount[] }> {
  const now = deps.clock.now();
  const named = departments.map((department) => {
    const period = monthOf(now, department.timeZone);
    return { department, period, name: budgetAccount(department, period) };
  });
  const locked = await lockAccounts(tx, [...named.map(({ name }) => name), ...others], deps.newId);
  const unfunded = await findUntouched(
    tx,
    named.map(({ name }) => accountNamed(locked, name)),
  );
  const policies = await findBudgetPolicies(
    tx,
    unfunded.map(({ organizationId, ownerId }) => ({ organizationId, id: ownerId })),
  );
  const accounts = await postGrants(deps, tx, firstGrants(unfunded, policies), locked);
  const neverSet = new Set(unfunded.filter(({ ownerId }) => !policies.has(ownerId)).map(({ id }) => id));
  const budgets = named.map(({ department, period, name }) => {
    const account = accountNamed(accounts, name);
    return { department, period, account, leftMinor: neverSet.has(account.id) ? undefined : account.balance };
  });
  return { budgets, accounts };
}

function firstGrants(accounts: readonly LockedAccount[], policies: ReadonlyMap<string, bigint>): Grant[] {
  return accounts.flatMap((account) => {
    const amountMinor = policies.get(account.ownerId);
    return amountMinor ? [{ account, amountMinor, key: grantKey(account.id) }] : [];
  });
}

/** Posts grants to locked accounts and returns those accounts with their new balances. */
export async function postGrants(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  grants: readonly Grant[],
  accounts: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  if (grants.length === 0) return [...accounts];
  const names = grants.map(({ account }) => fundingAccount(account.organizationId, account.currency));
  const funding = await lockAccounts(tx, names, deps.newId);
  const entries = grants.map(({ account, amountMinor, key }) => ({
    id: deps.newId(),
    organizationId: account.organizationId,
    kind: amountMinor > 0n ? ('budget.granted' as const) : ('budget.returned' as const),
    key,
    occurredAt: deps.clock.now(),
    legs: [
      {
        accountId: accountNamed(funding, fundingAccount(account.organizationId, account.currency)).id,
        amount: -amountMinor,
      },
      { accountId: account.id, amount: amountMinor },
    ],
  }));
  const after = await postEntries(tx, entries, [...funding, ...accounts]);
  return after.filter((account) => account.kind !== 'funding');
}
