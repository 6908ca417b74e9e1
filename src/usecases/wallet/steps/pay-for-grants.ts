import { accountNamed, type LockedAccount } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { NewGrant } from '#src/db/wallet/promo-grant.ts';
import { must } from '#src/domain/kit/must.ts';
import { promoAccount } from '#src/domain/ledger/accounts.ts';
import { type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import { payFrom } from '#src/domain/wallet/grant.ts';
import type { OpenBudget } from '#src/usecases/budget/steps/open-budgets.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type Paying = {
  budget: OpenBudget;
  grants: readonly NewGrant[];
  /** Locked: the budget's and those of the grants. */
  accounts: readonly LockedAccount[];
};

/** The entries that pay for grants, one each: from the budget while it lasts, then from the department's top-ups. */
export function planPayments(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { budget, grants, accounts }: Paying,
): NewEntry[] {
  let left = budget.leftMinor;
  return grants.map((grant) => {
    const { budgetMinor, topUpMinor } = payFrom(grant.amountMinor, left);
    if (left !== undefined) left -= budgetMinor;
    const sources = [
      ...(budgetMinor > 0n ? [{ accountId: budget.account.id, amount: -budgetMinor }] : []),
      ...(topUpMinor > 0n
        ? [{ accountId: must(budget.topUp, 'top-ups that pay').id, amount: -topUpMinor }]
        : []),
    ];
    return newEntry(deps, tx, {
      kind: 'promo.granted',
      organizationId: grant.organizationId,
      subject: { type: 'grant', id: grant.id },
      legs: [
        ...sources,
        { accountId: accountNamed(accounts, promoAccount(grant)).id, amount: grant.amountMinor },
      ],
    });
  });
}
