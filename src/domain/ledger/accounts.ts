import type { Period } from '#src/domain/kit/period.ts';

type AccountRule = {
  /** Where a journal files it. The roots are among the five that Beancount knows; hledger reads the same from them. */
  journal: string;
  /** Whether it may always go below zero. A budget may while it is soft. */
  isFloorless: boolean;
};

/** The kinds of accounts that something is booked in. One that nothing books yet comes with the first entry that does. */
export const ACCOUNT_TABLE = {
  /** Where all money comes from, and goes back to. */
  funding: { journal: 'Equity:Funding', isFloorless: true },
  /** What a department may still give in a period, or out of its top-ups. */
  budget: { journal: 'Assets:Budget', isFloorless: false },
  /** What is put aside in a period for gifts that wait for a decision. */
  reserved: { journal: 'Assets:Reserved', isFloorless: false },
  /** What a department has given and nobody has redeemed yet. */
  outstanding: { journal: 'Assets:Outstanding', isFloorless: false },
  /** A person's gift funds. */
  wallet_gift: { journal: 'Assets:Wallet:Gift', isFloorless: false },
  /** What is left of one grant of promotional credit; its period is the grant's id. */
  wallet_promo: { journal: 'Assets:Wallet:Promotional', isFloorless: false },
  /** What is held for one checkout until it is captured or given back; its owner is the checkout. */
  held: { journal: 'Assets:Held', isFloorless: false },
  /** What was paid out of wallets in a marketplace, which is its owner. */
  settled: { journal: 'Expenses:Settled', isFloorless: false },
  /** What left wallets for the payroll. */
  paid_out: { journal: 'Expenses:PaidOut', isFloorless: false },
  /** What a department's gifts were bought for: gift cards. */
  purchased: { journal: 'Expenses:Purchased', isFloorless: false },
} as const satisfies Record<string, AccountRule>;

export type AccountKind = keyof typeof ACCOUNT_TABLE;

/** The kinds of accounts that together are what a person holds. */
export const WALLET_KINDS = ['wallet_gift', 'wallet_promo'] as const satisfies readonly AccountKind[];

export const ACCOUNT_KINDS = Object.keys(ACCOUNT_TABLE) as AccountKind[];

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

/** What stands as the period of the account that a department's top-ups are in: they outlive every budget period. */
export const TOP_UP_PERIOD = 'top-up';

type Owner = { organizationId: string; id: string; currency: string };

/** What a department may still give in a period. */
export function budgetAccount(department: Owner, period: Period): AccountName {
  const { organizationId, id: ownerId, currency } = department;
  return { organizationId, kind: 'budget', ownerId, period: period.key, currency };
}

/** What a department was given once, beside its budget, to be spent last. */
export function topUpAccount({ organizationId, id: ownerId, currency }: Owner): AccountName {
  return { organizationId, kind: 'budget', ownerId, period: TOP_UP_PERIOD, currency };
}

/** What is put aside in a period for gifts that wait for a decision. */
export function reservedAccount(department: Owner, period: Period): AccountName {
  return { ...budgetAccount(department, period), kind: 'reserved' };
}

/** What a department has given and nobody has redeemed yet. */
export function outstandingAccount(department: Owner): AccountName {
  const { organizationId, id: ownerId, currency } = department;
  return { organizationId, kind: 'outstanding', ownerId, period: '', currency };
}

/** What a department's gifts were bought for. */
export function purchasedAccount(department: Owner): AccountName {
  return { ...outstandingAccount(department), kind: 'purchased' };
}

/** Where all money comes from. It is locked after every other account, so it can never be part of a deadlock. */
export function fundingAccount(organizationId: string, currency: string): AccountName {
  const { isFloorless } = ACCOUNT_TABLE.funding;
  return { organizationId, kind: 'funding', ownerId: organizationId, period: '', currency, isFloorless };
}

/** A person's gift funds. */
export function walletAccount(organizationId: string, personId: string, currency: string): AccountName {
  return { organizationId, kind: 'wallet_gift', ownerId: personId, period: '', currency };
}

/** What is left of a grant of promotional credit: one account each, because each expires on a day of its own. */
export function promoAccount(grant: {
  organizationId: string;
  id: string;
  personId: string;
  currency: string;
}): AccountName {
  const { organizationId, id: period, personId: ownerId, currency } = grant;
  return { organizationId, kind: 'wallet_promo', ownerId, period, currency };
}

/** What is held for a checkout. */
export function heldAccount({ organizationId, id: ownerId, currency }: Owner): AccountName {
  return { organizationId, kind: 'held', ownerId, period: '', currency };
}

/** What wallets have paid in a marketplace. */
export function settledAccount({ organizationId, id: ownerId, currency }: Owner): AccountName {
  return { organizationId, kind: 'settled', ownerId, period: '', currency };
}

/** What an organization has paid out of wallets, with the pay or otherwise. */
export function paidOutAccount(organizationId: string, currency: string): AccountName {
  return { organizationId, kind: 'paid_out', ownerId: organizationId, period: '', currency };
}
