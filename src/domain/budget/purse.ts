import type { GiftRequest, Giver, KnownRecipient, Purse, Recipient } from './gift-request.ts';
import type { Limit, Usage } from './limits.ts';
import { type StoredMoney, storeMoney } from '#src/domain/outcome.ts';

/** A request together with all that its checks look at. `people` are those who would get a gift. */
export type Asked = {
  request: GiftRequest;
  giver: Giver;
  purse: Purse;
  people: KnownRecipient[];
  amountMinor: bigint;
  totalMinor: bigint;
  limits: readonly Limit[];
  usage: Usage;
};

/** One recipient's share, decided. `topUpMinor` of the amount comes from the top-ups. */
export type GiftDecision = {
  recipientId: string;
  departmentId: string;
  amountMinor: bigint;
  topUpMinor: bigint;
  currency: string;
};

/** What may be given from a purse without overspending it, minor units. */
export function availableIn({ leftMinor, topUpMinor }: Pick<Purse, 'leftMinor' | 'topUpMinor'>): bigint {
  return atLeastZero(leftMinor ?? 0n) + topUpMinor;
}

/** The period's money goes first, top-ups last; what a soft budget is overspent by is the period's. */
export function sharesOf({ purse, people, amountMinor }: Asked): GiftDecision[] {
  const { departmentId, currency } = purse;
  let leftMinor = atLeastZero(purse.leftMinor ?? 0n);
  let { topUpMinor } = purse;
  return people.map(({ personId: recipientId }) => {
    const missingMinor = amountMinor > leftMinor ? amountMinor - leftMinor : 0n;
    const toppedMinor = missingMinor < topUpMinor ? missingMinor : topUpMinor;
    leftMinor = atLeastZero(leftMinor - (amountMinor - toppedMinor));
    topUpMinor -= toppedMinor;
    return { recipientId, departmentId, amountMinor, topUpMinor: toppedMinor, currency };
  });
}

/** Those who would get a gift, each once; of a group, those who may. */
export function peopleOf(giver: Giver, recipients: readonly Recipient[]): KnownRecipient[] {
  const people = new Map<string, KnownRecipient>();
  for (const recipient of recipients) {
    if (!recipient.known || people.has(recipient.personId)) continue;
    const isLeftOut = recipient.isDeactivated || recipient.personId === giver.personId;
    if (recipient.viaGroup === undefined || !isLeftOut) people.set(recipient.personId, recipient);
  }
  return [...people.values()];
}

/** A purse after gifts were taken from it. */
export function lessened(purse: Purse, gifts: readonly GiftDecision[]): Purse {
  const toppedMinor = gifts.reduce((sum, gift) => sum + gift.topUpMinor, 0n);
  const totalMinor = gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n);
  const leftMinor = purse.leftMinor === undefined ? undefined : purse.leftMinor - (totalMinor - toppedMinor);
  return { ...purse, leftMinor, topUpMinor: purse.topUpMinor - toppedMinor };
}

/** An amount in a purse's currency. */
export function moneyIn({ currency }: Purse, amountMinor: bigint): StoredMoney {
  return storeMoney({ amountMinor, currency });
}

export function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
