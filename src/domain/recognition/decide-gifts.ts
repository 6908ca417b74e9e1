import { refusalOf } from './gift-checks.ts';
import { questionsTo, reasonsToWait, repeatKey, warnings } from './review-reasons.ts';
import { type Funds, type GiftDecision, lessened } from '#src/domain/budget/funds.ts';
import { type Giver, peopleOf } from '#src/domain/budget/giver.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import { ceilingsOf, type Limit, type LimitUse, type Usage, usageKey } from '#src/domain/budget/limits.ts';
import { minorOrZero } from '#src/domain/kit/amount/to-minor.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { AskedRecognition, DecidedRecognition, ResolvedRecognition } from './recognition.ts';
import { type RequestToCheck, sharesOf } from './request-to-check.ts';

/**
 * What happens to a granted request now: give, reserve the money and wait for an approver, or ask the giver to confirm.
 */
export type Grant = {
  step: 'issue' | 'reserve' | 'question';
  giver: Giver;
  funds: Funds;
  gifts: GiftDecision[];
  reviewReasons: ReviewReason[];
  uses: LimitUse[];
};

export type GiftsDecision = { request: ResolvedRecognition; outcome: Outcome<Grant> };

/** What requests are decided against. `recent`: the gifts of the last minute, in the form of `repeatKey`. */
export type DecisionContext = {
  departmentFunds: readonly Funds[];
  usage: Usage;
  recent: ReadonlySet<string>;
};

/** What is left for the next request to be decided against, as those before it change it. */
export type Deciding = { funds: Map<string, Funds>; usage: Map<string, bigint>; recent: Set<string> };

export function beginDeciding({ departmentFunds, usage, recent }: DecisionContext): Deciding {
  return {
    funds: new Map(departmentFunds.map((funds) => [funds.departmentId, funds])),
    usage: new Map(usage),
    recent: new Set(recent),
  };
}

/**
 * Decides requests in order, each against what the ones before it left.
 *
 * The checks run from the person to the funds, and the first failure is the answer. A request to several people is
 * granted whole or not at all.
 */
export function decideGifts(
  requests: readonly ResolvedRecognition[],
  context: DecisionContext,
): GiftsDecision[] {
  const deciding = beginDeciding(context);
  return requests.map((request) => decideNext(request, deciding));
}

/** Decides one request, and lessens what is left by what it takes. */
export function decideNext(request: ResolvedRecognition, deciding: Deciding): GiftsDecision {
  const { funds: departmentFunds, usage, recent } = deciding;
  const funds = request.giver && departmentFunds.get(request.giver.departmentId);
  const decision = { request, outcome: decideOne(request, funds, deciding) };
  for (const { grant } of grantsOf([decision])) {
    departmentFunds.set(grant.funds.departmentId, lessened(grant.funds, grant.gifts));
    for (const use of grant.uses) {
      usage.set(usageKey(use), (usage.get(usageKey(use)) ?? 0n) + use.amountMinor);
    }
    for (const gift of grant.gifts) recent.add(repeatKey(grant.giver.personId, gift));
  }
  return decision;
}

/** A request whose gifts are given, or whose money is reserved for them. */
export type GrantedRecognition = { recognition: AskedRecognition; grant: Grant };

/** The decisions that take money; a question does not yet. */
export function grantsOf(decisions: readonly GiftsDecision[]): GrantedRecognition[] {
  return decisions.flatMap(({ request: { recognition }, outcome }) =>
    outcome.ok && outcome.value.step !== 'question' ? [{ recognition, grant: outcome.value }] : [],
  );
}

const NEXT_STATUS = {
  issue: 'issued',
  reserve: 'awaiting_approval',
  question: 'awaiting_confirmation',
} as const;

/** The request after its decision. */
export function decidedOf({ request: { recognition, giver }, outcome }: GiftsDecision): DecidedRecognition {
  return {
    recognition,
    giverId: giver?.personId ?? null,
    departmentId: giver?.departmentId ?? null,
    status: outcome.ok ? NEXT_STATUS[outcome.value.step] : 'refused',
    refusal: outcome.ok ? null : outcome.refusal,
    reviewReasons: outcome.ok ? outcome.value.reviewReasons : [],
  };
}

/** The limits that a request counts against, to be locked before deciding it. */
export function limitsOf(request: ResolvedRecognition, funds: Funds): Limit[] {
  if (!request.giver) return [];
  const people = peopleOf(request.giver, request.recipients);
  return ceilingsOf(request.giver, people, funds);
}

function decideOne(
  request: ResolvedRecognition,
  funds: Funds | undefined,
  { usage, recent }: { usage: Usage; recent: ReadonlySet<string> },
): Outcome<Grant> {
  const { giver } = request;
  if (!giver && request.giverPending) return refused({ kind: 'pending-identity', ...request.giverPending });
  if (!giver || !funds || giver.isDeactivated) return refused({ kind: 'unknown-giver' });
  const people = peopleOf(giver, request.recipients);
  const amountMinor = minorOrZero(request.recognition.amount, funds.currency);
  const totalMinor = amountMinor * BigInt(people.length);
  const limits = ceilingsOf(giver, people, funds);
  const asked = { request, giver, funds, people, amountMinor, totalMinor, limits, usage };
  const refusal = refusalOf(asked);
  return refusal ? refused(refusal) : done(grant(asked, recent));
}

function grant(asked: RequestToCheck, recent: ReadonlySet<string>): Grant {
  const { giver, funds } = asked;
  const gifts = sharesOf(asked);
  const uses = asked.limits.map((limit) => ({
    ...limit,
    amountMinor: limit.kind === 'giver' ? asked.totalMinor : asked.amountMinor,
  }));
  const questions = asked.request.recognition.confirmedAt ? [] : questionsTo(asked, gifts, recent);
  if (questions.length > 0) return { step: 'question', giver, funds, gifts, reviewReasons: questions, uses };
  const waits = reasonsToWait(asked);
  const step = waits.length > 0 ? 'reserve' : 'issue';
  return { step, giver, funds, gifts, reviewReasons: [...waits, ...warnings(asked)], uses };
}
