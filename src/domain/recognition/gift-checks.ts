import { exceedingPairs } from './review-reasons.ts';
import { usageKey } from '#src/domain/budget/limits.ts';
import type { AmountProblem } from '#src/domain/kit/amount/amount-problem.ts';
import { isNamedBy } from '#src/domain/kit/amount/currency-names.ts';
import { toMinor } from '#src/domain/kit/amount/to-minor.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { atLeastZero, availableIn, moneyIn } from '#src/domain/budget/funds.ts';
import { may } from '#src/domain/people/access.ts';
import type { RequestToCheck } from './request-to-check.ts';

/** Why a request is refused: the first failing check's answer; undefined when all pass. */
export function refusalOf(asked: RequestToCheck): Refusal | undefined {
  for (const check of CHECKS) {
    const refusal = check(asked);
    if (refusal) return refusal;
  }
  return undefined;
}

/** In order: who gives, who gets, how much, in which currency, within which limits, from which budget. */
const CHECKS: readonly ((asked: RequestToCheck) => Refusal | undefined)[] = [
  mayGive,
  isForOthers,
  mayGet,
  inCurrency,
  isAmount,
  withinGiftLimits,
  asGiftCard,
  withinAllowance,
  withinYearlyCaps,
  withinPairShare,
  withinBudget,
];

function mayGive({ request, giver: { role } }: RequestToCheck): Refusal | undefined {
  const { right = 'give', giverPending } = request;
  if (may(role, right)) return undefined;
  return giverPending ? { kind: 'pending-identity', ...giverPending } : { kind: 'not-allowed', role };
}

/** A giver who is in the group they give to is left out of it. */
function isForOthers({ request: { recipients }, giver: { personId } }: RequestToCheck): Refusal | undefined {
  const isNamed = recipients.some(
    (recipient) => recipient.known && recipient.viaGroup === undefined && recipient.personId === personId,
  );
  return isNamed ? { kind: 'self-gift' } : undefined;
}

function mayGet({ request, funds, people }: RequestToCheck): Refusal | undefined {
  if (request.refusal) return request.refusal;
  for (const recipient of request.recipients) {
    const { name } = recipient;
    if (!recipient.known) return refusalOfStranger(recipient, funds.rules.guests === 'refused');
    if (recipient.closed !== undefined) return { kind: 'place-closed', department: recipient.closed, name };
    if (recipient.viaGroup !== undefined) continue;
    if (recipient.isDeactivated) return { kind: 'deactivated-recipient', name };
  }
  const guest = funds.rules.guests === 'refused' ? people.find(({ isGuest }) => isGuest) : undefined;
  if (guest) return { kind: guest.outside ? 'outside-recipient' : 'guest-recipient', name: guest.name };
  return people.length === 0 ? { kind: 'nobody-to-give' } : undefined;
}

function refusalOfStranger(
  stranger: Exclude<RequestToCheck['request']['recipients'][number], { known: true }>,
  refusesGuests: boolean,
): Refusal {
  const { name, reason } = stranger;
  if (stranger.isGuest && refusesGuests) return { kind: 'guest-recipient', name };
  if (reason === 'pending') return { kind: 'pending-recipient', name, ...stranger.pending };
  if (stranger.isGuest && reason === 'unknown') return { kind: 'unknown-guest', name };
  return { kind: `${reason}-recipient`, name };
}

function inCurrency({ request, funds }: RequestToCheck): Refusal | undefined {
  const { currency } = request.recognition;
  if (!currency || isNamedBy(funds.currency, currency)) return undefined;
  return { kind: 'wrong-currency', given: currency, expected: funds.currency, department: funds.name };
}

function isAmount({ request, funds: { currency }, amountMinor }: RequestToCheck): Refusal | undefined {
  if (amountMinor > 0n) return undefined;
  const { amount: typed } = request.recognition;
  const read = toMinor(typed, currency);
  const problem: AmountProblem = read.ok ? { why: 'zero', typed } : read.problem;
  return { kind: 'bad-amount', currency, ...problem };
}

function withinGiftLimits({ amountMinor, funds }: RequestToCheck): Refusal | undefined {
  const { giftMinMinor: min = 0n, giftMaxMinor: max } = funds.rules;
  if (max !== undefined && amountMinor > max) return { kind: 'gift-too-large', most: moneyIn(funds, max) };
  if (amountMinor < min) return { kind: 'gift-too-small', least: moneyIn(funds, min) };
  return undefined;
}

/** Said before any money moves: a card that cannot be bought in this amount cannot be given in it. */
function asGiftCard({ amountMinor, funds }: RequestToCheck): Refusal | undefined {
  const { card, currency, name: department } = funds;
  if (!card || card === 'to-choose') return undefined;
  if (card === 'missing') return { kind: 'no-gift-card', department };
  const { name, minMinor, maxMinor } = card;
  if (!card.isOnSale) return { kind: 'gift-card-unsold', card: name };
  if (card.currency !== currency) {
    return { kind: 'gift-card-currency', card: name, given: card.currency, expected: currency };
  }
  if (amountMinor >= minMinor && amountMinor <= maxMinor) return undefined;
  const [least, most] = [moneyIn(funds, minMinor), moneyIn(funds, maxMinor)];
  return { kind: 'gift-card-amount', card: name, least, most };
}

function withinAllowance(asked: RequestToCheck): Refusal | undefined {
  const { funds, totalMinor, limits, usage } = asked;
  const limit = limits.find(({ kind }) => kind === 'giver');
  if (!limit || limit.ceilingMinor === null) return undefined;
  const leftMinor = limit.ceilingMinor - (usage.get(usageKey(limit)) ?? 0n);
  if (totalMinor <= leftMinor) return undefined;
  return {
    kind: 'over-allowance',
    asked: moneyIn(funds, totalMinor),
    left: moneyIn(funds, atLeastZero(leftMinor)),
    until: funds.period.end.toISOString(),
    timeZone: funds.timeZone,
  };
}

function withinYearlyCaps({
  funds,
  people,
  amountMinor,
  limits,
  usage,
}: RequestToCheck): Refusal | undefined {
  for (const { personId, name } of people) {
    const limit = limits.find(({ kind, subject }) => kind === 'recipient' && subject === personId);
    if (!limit || limit.ceilingMinor === null) continue;
    const leftMinor = limit.ceilingMinor - (usage.get(usageKey(limit)) ?? 0n);
    if (amountMinor <= leftMinor) continue;
    return { kind: 'over-cap', name, left: moneyIn(funds, atLeastZero(leftMinor)), year: funds.year.key };
  }
  return undefined;
}

function withinPairShare(asked: RequestToCheck): Refusal | undefined {
  const { rules, period, timeZone } = asked.funds;
  if (rules.pairShare?.onExcess !== 'stop') return undefined;
  const [first] = exceedingPairs(asked, rules.pairShare);
  return first && { ...first, until: period.end.toISOString(), timeZone };
}

function withinBudget({ funds, totalMinor }: RequestToCheck): Refusal | undefined {
  const { name: department, leftMinor, topUpMinor, period, timeZone } = funds;
  if (funds.isClosed) return { kind: 'department-closed', department };
  if (funds.isFrozen) return { kind: 'budget-frozen', department };
  if (leftMinor === undefined && topUpMinor === 0n) return { kind: 'no-budget', department };
  const allLeftMinor = availableIn(funds);
  if (totalMinor <= allLeftMinor || funds.isSoft) return undefined;
  return {
    kind: 'over-budget',
    department,
    asked: moneyIn(funds, totalMinor),
    left: moneyIn(funds, allLeftMinor),
    until: period.end.toISOString(),
    timeZone,
  };
}
