import type { AccountName } from './settle.ts';
import type { Period } from '#src/domain/kit/period.ts';

type Owner = { organizationId: string; id: string; currency: string };

/** What a department may still give in a period. */
export function budgetAccount(department: Owner, period: Period): AccountName {
  const { organizationId, id: ownerId, currency } = department;
  return { organizationId, kind: 'budget', ownerId, period: period.key, currency };
}

/** The period of the account that a department's top-ups are in: they outlive every budget period. */
const TOP_UP = 'top-up';

/** What a department was given once, beside its budget, to be spent last. */
export function topUpAccount({ organizationId, id: ownerId, currency }: Owner): AccountName {
  return { organizationId, kind: 'budget', ownerId, period: TOP_UP, currency };
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

/** Where all money comes from. Locked last, so it can never be part of a deadlock. */
export function fundingAccount(organizationId: string, currency: string): AccountName {
  return {
    organizationId,
    kind: 'funding',
    ownerId: organizationId,
    period: '',
    currency,
    isFloorless: true,
  };
}

/** A person's gift funds. */
export function walletAccount(organizationId: string, personId: string, currency: string): AccountName {
  return { organizationId, kind: 'wallet_gift', ownerId: personId, period: '', currency };
}

/** The entry that funds a period's budget, once. */
export function grantKey(accountId: string): string {
  return `budget.granted:${accountId}`;
}

/** The entry that carries into a period's budget what the one before it left, once. */
export function carryKey(accountId: string): string {
  return `budget.carried:${accountId}`;
}

/** The entry that brings a running budget to a newly set amount. */
export function changeKey(policyId: string): string {
  return `budget.set:${policyId}`;
}
