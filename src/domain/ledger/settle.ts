import type { AccountKind } from './accounts.ts';
import { allowsLeg, type NewEntry } from './entries.ts';

/** An account as it was locked. */
export type Account = {
  id: string;
  organizationId: string;
  kind: AccountKind;
  currency: string;
  balance: bigint;
};

export type Posting = {
  organizationId: string;
  entryId: string;
  accountId: string;
  currency: string;
  amount: bigint;
  balanceAfter: bigint;
};

/**
 * The postings of entries against locked accounts, in order, each with the balance it leads to.
 *
 * @throws when an account is not among `accounts`, an entry does not sum to zero or its kind does not touch such an account:
 *   the caller is wrong.
 */
export function settle(entries: readonly NewEntry[], accounts: readonly Account[]): Posting[] {
  const open = new Map(accounts.map((account) => [account.id, { ...account }]));
  return entries.flatMap((entry) => {
    if (entry.legs.reduce((sum, leg) => sum + leg.amount, 0n) !== 0n) {
      throw new Error(`entry ${entry.key} does not sum to zero`);
    }
    return entry.legs.map((leg) => {
      const account = open.get(leg.accountId);
      if (!account)
        throw new Error(`entry ${entry.key} posts to account ${leg.accountId}, which is not locked`);
      if (!allowsLeg(entry.kind, account.kind, leg.amount)) {
        throw new Error(
          `entry ${entry.key} may not post ${leg.amount} to an account of kind ${account.kind}`,
        );
      }
      account.balance += leg.amount;
      return {
        organizationId: entry.organizationId,
        entryId: entry.id,
        accountId: leg.accountId,
        currency: account.currency,
        amount: leg.amount,
        balanceAfter: account.balance,
      };
    });
  });
}
