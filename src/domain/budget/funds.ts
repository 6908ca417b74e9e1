import type { Period } from '#src/domain/kit/period.ts';
import { type StoredMoney, storeMoney } from '#src/domain/kit/money.ts';
import type { GiftCardOffer } from './gift-kind.ts';
import type { GivingRules } from './giving-rules.ts';

/**
 * What a department gives from: its budget for the running period, then its top-ups. `leftMinor` undefined: no budget
 * was ever set. `year`: the organization's running calendar year.
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
  /** The whole department is closed. */
  isClosed?: boolean;
  /** Some department caps what a person may get in a year, so all of them must count it. */
  countsRecipients: boolean;
  rules: GivingRules;
  /**
   * What its gifts are by its rules; undefined where they are stored value, `to-choose` where their recipients choose a card, `missing`
   * where there is no such card.
   */
  card?: GiftCardOffer | 'to-choose' | 'missing' | undefined;
};

/** One recipient's share, as decided. `topUpMinor` of the amount comes from top-ups. */
export type GiftDecision = {
  recipientId: string;
  /** The recipient's. */
  region: string;
  /** The recipient is outside the organization. */
  isGuest?: boolean;
  departmentId: string;
  amountMinor: bigint;
  topUpMinor: bigint;
  currency: string;
};

/** What can be given from funds without overspending them, in minor units. */
export function availableIn({ leftMinor, topUpMinor }: Pick<Funds, 'leftMinor' | 'topUpMinor'>): bigint {
  return atLeastZero(leftMinor ?? 0n) + topUpMinor;
}

/** Funds after these gifts. */
export function lessened(funds: Funds, gifts: readonly GiftDecision[]): Funds {
  const toppedMinor = gifts.reduce((sum, gift) => sum + gift.topUpMinor, 0n);
  const totalMinor = gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n);
  const leftMinor = funds.leftMinor === undefined ? undefined : funds.leftMinor - (totalMinor - toppedMinor);
  return { ...funds, leftMinor, topUpMinor: funds.topUpMinor - toppedMinor };
}

/** An amount in the funds' currency. */
export function moneyIn({ currency }: Funds, amountMinor: bigint): StoredMoney {
  return storeMoney({ amountMinor, currency });
}

export function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
