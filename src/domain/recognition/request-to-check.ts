import { atLeastZero, type Funds, type GiftDecision } from '#src/domain/budget/funds.ts';
import type { Giver, KnownRecipient } from '#src/domain/budget/giver.ts';
import type { Limit, Usage } from '#src/domain/budget/limits.ts';
import type { ResolvedRecognition } from './recognition.ts';

/** A request together with all that its checks look at. `people` are those who would get a gift. */
export type RequestToCheck = {
  request: ResolvedRecognition;
  giver: Giver;
  funds: Funds;
  people: KnownRecipient[];
  amountMinor: bigint;
  totalMinor: bigint;
  limits: readonly Limit[];
  usage: Usage;
};

/** The period's money is used first, top-ups last; a soft budget's overspending counts against the period. */
export function sharesOf({ funds, people, amountMinor }: RequestToCheck): GiftDecision[] {
  const { departmentId, currency } = funds;
  let leftMinor = atLeastZero(funds.leftMinor ?? 0n);
  let { topUpMinor } = funds;
  return people.map(({ personId: recipientId, region }) => {
    const missingMinor = amountMinor > leftMinor ? amountMinor - leftMinor : 0n;
    const toppedMinor = missingMinor < topUpMinor ? missingMinor : topUpMinor;
    leftMinor = atLeastZero(leftMinor - (amountMinor - toppedMinor));
    topUpMinor -= toppedMinor;
    return { recipientId, region, departmentId, amountMinor, topUpMinor: toppedMinor, currency };
  });
}
