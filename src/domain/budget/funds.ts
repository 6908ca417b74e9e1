import type { GiftRequest, Giver, KnownRecipient, Funds, Recipient } from './gift-request.ts';
import type { Limit, Usage } from './limits.ts';
import { type StoredMoney, storeMoney } from '#src/domain/outcome.ts';

/** A request with everything its checks look at. `people` are those who would get a gift. */
export type RequestToCheck = {
  request: GiftRequest;
  giver: Giver;
  funds: Funds;
  people: KnownRecipient[];
  amountMinor: bigint;
  totalMinor: bigint;
  limits: readonly Limit[];
  usage: Usage;
};

/** One recipient's share, as decided. `topUpMinor` of the amount comes from top-ups. */
export type GiftDecision = {
  recipientId: string;
  departmentId: string;
  amountMinor: bigint;
  topUpMinor: bigint;
  currency: string;
};

/** What can be given from funds without overspending them, in minor units. */
export function availableIn({ leftMinor, topUpMinor }: Pick<Funds, 'leftMinor' | 'topUpMinor'>): bigint {
  return atLeastZero(leftMinor ?? 0n) + topUpMinor;
}

/** Uses the period's money first and top-ups last; overspending a soft budget counts against the period. */
export function sharesOf({ funds, people, amountMinor }: RequestToCheck): GiftDecision[] {
  const { departmentId, currency } = funds;
  let leftMinor = atLeastZero(funds.leftMinor ?? 0n);
  let { topUpMinor } = funds;
  return people.map(({ personId: recipientId }) => {
    const missingMinor = amountMinor > leftMinor ? amountMinor - leftMinor : 0n;
    const toppedMinor = missingMinor < topUpMinor ? missingMinor : topUpMinor;
    leftMinor = atLeastZero(leftMinor - (amountMinor - toppedMinor));
    topUpMinor -= toppedMinor;
    return { recipientId, departmentId, amountMinor, topUpMinor: toppedMinor, currency };
  });
}

/** Everybody who would get a gift, each once; of a group, only those who may. */
export function peopleOf(giver: Giver, recipients: readonly Recipient[]): KnownRecipient[] {
  const people = new Map<string, KnownRecipient>();
  for (const recipient of recipients) {
    if (!recipient.known || people.has(recipient.personId)) continue;
    const isLeftOut = recipient.isDeactivated || recipient.personId === giver.personId;
    if (recipient.viaGroup === undefined || !isLeftOut) people.set(recipient.personId, recipient);
  }
  return [...people.values()];
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
