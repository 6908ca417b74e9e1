import type { BudgetPolicy } from '#src/domain/budget/budget-policy.ts';
import type { GivingRules, LimitKind, PairShare, ReviewReason } from '#src/domain/budget/giving-rules.ts';
import { peopleOf } from '#src/domain/budget/giver.ts';
import { giverSubject, pairSubject, usageKey } from '#src/domain/budget/limits.ts';
import { availableIn, type GiftDecision, moneyIn } from '#src/domain/budget/funds.ts';
import type { ResolvedRecognition } from './recognition.ts';
import type { RequestToCheck } from './request-to-check.ts';

/** What the giver must confirm. `recent`: the gifts of the last minute, in the form of `repeatKey`. */
export function questionsTo(
  asked: RequestToCheck,
  gifts: readonly GiftDecision[],
  recent: ReadonlySet<string>,
): ReviewReason[] {
  const { giver, funds, people, totalMinor } = asked;
  const { confirmOverMinor } = funds.rules;
  const total = moneyIn(funds, totalMinor);
  const reviewReasons: ReviewReason[] = people.flatMap(({ outside }) =>
    outside && !outside.isSure ? [{ kind: 'outside' as const, email: outside.email }] : [],
  );
  if (people.length > 1) reviewReasons.push({ kind: 'several', people: people.length, total });
  if (confirmOverMinor !== undefined && totalMinor > confirmOverMinor) {
    reviewReasons.push({ kind: 'large', total, over: moneyIn(funds, confirmOverMinor) });
  }
  const repeated = people.find((_, index) => {
    const gift = gifts[index];
    return gift && recent.has(repeatKey(giver.personId, gift));
  });
  if (repeated) reviewReasons.push({ kind: 'repeated', name: repeated.name });
  return reviewReasons;
}

/** Whether an approver may have to decide about some request, under such rules and such a budget. See `reasonsToWait`. */
export function couldWait(
  rules: Pick<GivingRules, 'approvalOverMinor' | 'approvalOverByRoleMinor'> &
    Partial<Pick<GivingRules, 'guests'>>,
  budget: Pick<BudgetPolicy, 'isSoft'> | undefined,
): boolean {
  const thresholds = [rules.approvalOverMinor, ...Object.values(rules.approvalOverByRoleMinor)];
  return (
    budget?.isSoft === true ||
    rules.guests === 'approval' ||
    thresholds.some((threshold) => threshold !== undefined)
  );
}

/** Why an approver has to decide. */
export function reasonsToWait({ giver, funds, people, totalMinor }: RequestToCheck): ReviewReason[] {
  const { approvalOverMinor, approvalOverByRoleMinor } = funds.rules;
  const overMinor = approvalOverByRoleMinor[giver.role] ?? approvalOverMinor;
  const total = moneyIn(funds, totalMinor);
  const reviewReasons: ReviewReason[] = [];
  if (overMinor !== undefined && totalMinor > overMinor) {
    reviewReasons.push({ kind: 'over-threshold', total, over: moneyIn(funds, overMinor) });
  }
  const guest = funds.rules.guests === 'approval' ? people.find(({ isGuest }) => isGuest) : undefined;
  if (guest) reviewReasons.push({ kind: 'guest', name: guest.name });
  const leftMinor = availableIn(funds);
  if (totalMinor > leftMinor) {
    reviewReasons.push({ kind: 'over-soft-budget', total, left: moneyIn(funds, leftMinor) });
  }
  return reviewReasons;
}

/** What the giver is warned about although it goes through. */
export function warnings(asked: RequestToCheck): ReviewReason[] {
  const { pairShare } = asked.funds.rules;
  return pairShare?.onExcess === 'warn' ? exceedingPairs(asked, pairShare) : [];
}

type PairShareReason = Extract<ReviewReason, { kind: 'pair-share' }>;

/** The recipients who would get a larger share of the giver's giving in the period than one person should. */
export function exceedingPairs(
  { giver, funds, people, amountMinor, totalMinor, usage }: RequestToCheck,
  { fromMinor, maxPercent }: PairShare,
): PairShareReason[] {
  const { departmentId, currency } = funds;
  const giverId = giver.personId;
  function usedOf(kind: LimitKind, subject: string): bigint {
    return usage.get(usageKey({ kind, subject, period: funds.period.key, currency })) ?? 0n;
  }
  const givenMinor = usedOf('giver', giverSubject({ giverId, departmentId })) + totalMinor;
  if (givenMinor < fromMinor) return [];
  return people.flatMap(({ personId: recipientId, name }): PairShareReason[] => {
    const toThemMinor = usedOf('pair', pairSubject({ giverId, recipientId, departmentId })) + amountMinor;
    if (toThemMinor * 100n <= givenMinor * BigInt(maxPercent)) return [];
    // Rounded up: a share just above 40 % must not be shown as 40 %.
    const percent = Number((toThemMinor * 100n + givenMinor - 1n) / givenMinor);
    return [{ kind: 'pair-share', name, percent, maxPercent }];
  });
}

/** Whom a request's giver would give to, unless they have confirmed that they mean it: then nobody asks about a repeat. */
export function unconfirmedPairsOf({
  recognition: { organizationId, confirmedAt },
  giver,
  recipients,
}: ResolvedRecognition): { organizationId: string; giverId: string; recipientId: string }[] {
  if (!giver || confirmedAt) return [];
  return peopleOf(giver, recipients).map(({ personId }) => {
    return { organizationId, giverId: giver.personId, recipientId: personId };
  });
}

/** Identifies a gift, to notice a repeat. */
export function repeatKey(
  giverId: string,
  gift: Pick<GiftDecision, 'recipientId' | 'amountMinor' | 'currency'>,
): string {
  return [giverId, gift.recipientId, gift.amountMinor, gift.currency].join('|');
}
