import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import { pairSubject, usageKey } from '#src/domain/budget/limits.ts';
import { availableIn, type GiftDecision, moneyIn } from '#src/domain/budget/funds.ts';
import type { RequestToCheck } from './request-to-check.ts';

/** What the giver is asked to confirm. `recent`: the gifts of the last minute, as `repeatKey` writes them. */
export function questionsTo(
  asked: RequestToCheck,
  gifts: readonly GiftDecision[],
  recent: ReadonlySet<string>,
): ReviewReason[] {
  const { giver, funds, people, totalMinor } = asked;
  const { confirmOverMinor } = funds.rules;
  const total = moneyIn(funds, totalMinor);
  const reviewReasons: ReviewReason[] = [];
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

/** Why an approver has to decide. */
export function reasonsToWait({ giver, funds, totalMinor }: RequestToCheck): ReviewReason[] {
  const { approvalOverMinor, approvalOverByRoleMinor } = funds.rules;
  const overMinor = approvalOverByRoleMinor[giver.role] ?? approvalOverMinor;
  const total = moneyIn(funds, totalMinor);
  const reviewReasons: ReviewReason[] = [];
  if (overMinor !== undefined && totalMinor > overMinor) {
    reviewReasons.push({ kind: 'over-threshold', total, over: moneyIn(funds, overMinor) });
  }
  const leftMinor = availableIn(funds);
  if (totalMinor > leftMinor) {
    reviewReasons.push({ kind: 'over-soft-budget', total, left: moneyIn(funds, leftMinor) });
  }
  return reviewReasons;
}

/** What the giver is warned of although it goes through. */
export function warnings(asked: RequestToCheck): ReviewReason[] {
  return asked.funds.rules.pairShare?.onExcess === 'warn' ? exceedingPairs(asked) : [];
}

type PairShareReason = Extract<ReviewReason, { kind: 'pair-share' }>;

/** The recipients who would get more of what the giver gives in the period than one person should. */
export function exceedingPairs({
  giver,
  funds,
  people,
  amountMinor,
  totalMinor,
  limits,
  usage,
}: RequestToCheck): PairShareReason[] {
  const { pairShare } = funds.rules;
  const total = limits.find(({ kind }) => kind === 'giver');
  if (!pairShare || !total) return [];
  const givenMinor = (usage.get(usageKey(total)) ?? 0n) + totalMinor;
  if (givenMinor < pairShare.fromMinor) return [];
  return people.flatMap(({ personId, name }): PairShareReason[] => {
    const { departmentId } = funds;
    const pair = pairSubject({ giverId: giver.personId, recipientId: personId, departmentId });
    const limit = limits.find(({ kind, subject }) => kind === 'pair' && subject === pair);
    if (!limit) return [];
    const toThemMinor = (usage.get(usageKey(limit)) ?? 0n) + amountMinor;
    const { maxPercent } = pairShare;
    if (toThemMinor * 100n <= givenMinor * BigInt(maxPercent)) return [];
    // Rounded up: what is above 40 % by a hair is not called 40 %.
    const percent = Number((toThemMinor * 100n + givenMinor - 1n) / givenMinor);
    return [{ kind: 'pair-share', name, percent, maxPercent }];
  });
}

/** Names a gift so that the same again is noticed. */
export function repeatKey(
  giverId: string,
  gift: Pick<GiftDecision, 'recipientId' | 'amountMinor' | 'currency'>,
): string {
  return [giverId, gift.recipientId, gift.amountMinor, gift.currency].join('|');
}
