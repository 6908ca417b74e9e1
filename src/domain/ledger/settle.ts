export type AccountKind = 'funding' | 'budget' | 'reserved' | 'outstanding' | 'wallet_gift';

/** What names an account, apart from its id. */
export type AccountName = {
  organizationId: string;
  kind: AccountKind;
  ownerId: string;
  period: string;
  currency: string;
  /** Whether it may go below zero when it is opened: funding always may, a soft budget too. */
  isFloorless?: boolean;
};

/** One leg of an entry to be posted: positive adds to the account. */
export type Leg = { accountId: string; amount: bigint };

export type EntryKind =
  | 'budget.granted'
  | 'budget.returned'
  | 'budget.carried'
  | 'budget.moved'
  | 'gift.reserved'
  | 'gift.issued'
  | 'gift.released'
  | 'code.redeemed'
  | 'code.voided'
  | 'wallet.adjusted';

/** A double-entry transaction to be posted. `key` says what it is done for; the same key posts once. */
export type NewEntry = {
  id: string;
  organizationId: string;
  kind: EntryKind;
  key: string;
  occurredAt: Date;
  legs: Leg[];
};

/** An account as it was locked. */
export type Account = { id: string; organizationId: string; currency: string; balance: bigint };

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
 * @throws when an account is not among `accounts` or an entry does not sum to zero: the caller is wrong.
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
