import type { Period } from '#src/domain/kit/period.ts';
import { type StoredMoney, storeMoney } from '#src/domain/outcome.ts';
import type { GivingRules } from './giving-rules.ts';

/**
 * What a department gives from: its budget of the running period, then what it was topped up with.
 * `leftMinor` undefined: no budget was ever set. `year`: the running calendar year of the organization.
 */
export type Funds = {
  departmentId: string;
  name: string;
  currency: string;
  timeZone: string;
  period: Period;
  year: Period;
  leftMinor: bigint | undefined;
  topUpMinor: bigint;
  isSoft: boolean;
  isFrozen: boolean;
  /** A department of the organization caps what a person may get in a year, so that all of them count it. */
  countsRecipients: boolean;
  rules: GivingRules;
};

/** One recipient's share, decided. `topUpMinor` of the amount comes from the top-ups. */
export type GiftDecision = {
  recipientId: string;
  /** The recipient's. */
  region: string;
  departmentId: string;
  amountMinor: bigint;
  topUpMinor: bigint;
  currency: string;
};

/** What may be given from funds without overspending them, minor units. */
export function availableIn({ leftMinor, topUpMinor }: Pick<Funds, 'leftMinor' | 'topUpMinor'>): bigint {
  return atLeastZero(leftMinor ?? 0n) + topUpMinor;
}

/** Funds after gifts were taken from them. */
export function lessened(funds: Funds, gifts: readonly GiftDecision[]): Funds {
  const toppedMinor = gifts.reduce((sum, gift) => sum + gift.topUpMinor, 0n);
  const totalMinor = gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n);
  const leftMinor = funds.leftMinor === undefined ? undefined : funds.leftMinor - (totalMinor - toppedMinor);
  return { ...funds, leftMinor, topUpMinor: funds.topUpMinor - toppedMinor };
}

/** An amount in the currency of funds. */
export function moneyIn({ currency }: Funds, amountMinor: bigint): StoredMoney {
  return storeMoney({ amountMinor, currency });
}

export function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
