import { atLeastZero, type Funds, type GiftDecision } from '#src/domain/budget/funds.ts';
import type { Giver, KnownRecipient } from '#src/domain/budget/giver.ts';
import type { Limit, Usage } from '#src/domain/budget/limits.ts';
import type { ResolvedRecognition } from './recognition.ts';

/** A request with everything its checks look at. `people` are those who would get a gift. */
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

/** Uses the period's money first and top-ups last; overspending a soft budget counts against the period. */
export function sharesOf({ funds, people, amountMinor }: RequestToCheck): GiftDecision[] {
  const { departmentId, currency } = funds;
  let leftMinor = atLeastZero(funds.leftMinor ?? 0n);
  let { topUpMinor } = funds;
  return people.map(({ personId: recipientId, region, isGuest }) => {
    const missingMinor = atLeastZero(amountMinor - leftMinor);
    const toppedMinor = missingMinor < topUpMinor ? missingMinor : topUpMinor;
    leftMinor = atLeastZero(leftMinor - amountMinor);
    topUpMinor -= toppedMinor;
    const whose = { recipientId, region, ...(isGuest && { isGuest }) };
    return { ...whose, departmentId, amountMinor, topUpMinor: toppedMinor, currency };
  });
}
