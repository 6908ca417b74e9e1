import { refusalOf } from './gift-checks.ts';
import { questionsTo, reasonsToWait, repeatKey, warnings } from './review-reasons.ts';
import type { GiftRequest, Funds } from '#src/domain/budget/gift-request.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import { ceilingsOf, type Limit, type LimitUse, type Usage, usageKey } from '#src/domain/budget/limits.ts';
import { toMinor } from '#src/domain/kit/money.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import {
  type RequestToCheck,
  type GiftDecision,
  lessened,
  peopleOf,
  sharesOf,
} from '#src/domain/budget/funds.ts';

/**
 * What happens to a granted request now: give, reserve the money and wait for an approver, or ask the giver to confirm.
 */
export type Grant = {
  step: 'issue' | 'reserve' | 'question';
  gifts: GiftDecision[];
  reviewReasons: ReviewReason[];
  uses: LimitUse[];
};

export type GiftsDecision = { id: string; outcome: Outcome<Grant> };

/** What requests are decided against. `recent`: the gifts of the last minute, in the form of `repeatKey`. */
export type DecisionContext = {
  departmentFunds: readonly Funds[];
  usage: Usage;
  recent: ReadonlySet<string>;
};

/**
 * Decides requests in order, each against what the ones before it left.
 *
 * The checks run from the person to the funds, and the first failure is the answer. A request to several people is
 * granted whole or not at all.
 */
export function decideGifts(requests: readonly GiftRequest[], context: DecisionContext): GiftsDecision[] {
  const departmentFunds = new Map(context.departmentFunds.map((funds) => [funds.departmentId, funds]));
  const usage = new Map(context.usage);
  const recent = new Set(context.recent);
  return requests.map((request) => {
    const funds = request.giver && departmentFunds.get(request.giver.departmentId);
    const outcome = decideOne(request, funds, { usage, recent });
    if (outcome.ok && funds && outcome.value.step !== 'question') {
      departmentFunds.set(funds.departmentId, lessened(funds, outcome.value.gifts));
      for (const use of outcome.value.uses) {
        usage.set(usageKey(use), (usage.get(usageKey(use)) ?? 0n) + use.amountMinor);
      }
      for (const gift of outcome.value.gifts) recent.add(repeatKey(request.giver?.personId ?? '', gift));
    }
    return { id: request.id, outcome };
  });
}

/** The limits that a request counts against, to be locked before deciding it. */
export function limitsOf(request: GiftRequest, funds: Funds): Limit[] {
  if (!request.giver) return [];
  const people = peopleOf(request.giver, request.recipients);
  return ceilingsOf(request.giver, people, funds);
}

function decideOne(
  request: GiftRequest,
  funds: Funds | undefined,
  { usage, recent }: { usage: Usage; recent: ReadonlySet<string> },
): Outcome<Grant> {
  const { giver } = request;
  if (!giver || !funds || giver.isDeactivated) return refused({ kind: 'unknown-giver' });
  const people = peopleOf(giver, request.recipients);
  const amountMinor = toMinor(request.amount, funds.currency) ?? 0n;
  const totalMinor = amountMinor * BigInt(people.length);
  const limits = ceilingsOf(giver, people, funds);
  const asked = { request, giver, funds, people, amountMinor, totalMinor, limits, usage };
  const refusal = refusalOf(asked);
  return refusal ? refused(refusal) : done(grant(asked, recent));
}

function grant(asked: RequestToCheck, recent: ReadonlySet<string>): Grant {
  const gifts = sharesOf(asked);
  const uses = asked.limits.map((limit) => ({
    ...limit,
    amountMinor: limit.kind === 'giver' ? asked.totalMinor : asked.amountMinor,
  }));
  const questions = asked.request.isConfirmed ? [] : questionsTo(asked, gifts, recent);
  if (questions.length > 0) return { step: 'question', gifts, reviewReasons: questions, uses };
  const waits = reasonsToWait(asked);
  const step = waits.length > 0 ? 'reserve' : 'issue';
  return { step, gifts, reviewReasons: [...waits, ...warnings(asked)], uses };
}
