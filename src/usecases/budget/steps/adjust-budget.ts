import { type LockedAccount, saveFloor, sumGrants } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { BudgetPolicy } from '#src/domain/budget/budget-policy.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type GrantSubject, postGrants } from './post-grants.ts';

type Adjustment = {
  account: LockedAccount;
  policy: Pick<BudgetPolicy, 'amountMinor' | 'isSoft'>;
  /** The subject of the entry that moves the difference. */
  subject: GrantSubject;
};

/**
 * Moves money so that a locked budget has received what a policy grants, and returns its account with the new balance.
 *
 * Refuses an amount below what is already spent, unless the budget is soft.
 */
export async function adjustBudget(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { account, policy, subject }: Adjustment,
): Promise<Outcome<LockedAccount>> {
  const grantedMinor = await sumGrants(tx, account);
  const changeMinor = policy.amountMinor - grantedMinor;
  if (!policy.isSoft && account.balance + changeMinor < 0n) {
    const spent = { amountMinor: grantedMinor - account.balance, currency: account.currency };
    return refused({ kind: 'budget-below-spent', spent: storeMoney(spent) });
  }
  if (policy.isSoft) await saveFloor(tx, account, null);
  const [after = account] = await postGrants(
    deps,
    tx,
    [{ account, amountMinor: changeMinor, subject }],
    [account],
  );
  if (!policy.isSoft) await saveFloor(tx, account, 0n);
  return done(after);
}
