import { exceedingPairs } from './gift-concerns.ts';
import { usageKey } from '#src/domain/budget/limits.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { type Asked, atLeastZero, availableIn, moneyIn } from '#src/domain/budget/purse.ts';
import { may } from '#src/domain/people/roles.ts';

/** Why a request is refused: what the first check says that fails; undefined when all pass. */
export function refusalOf(asked: Asked): Refusal | undefined {
  for (const check of CHECKS) {
    const refusal = check(asked);
    if (refusal) return refusal;
  }
  return undefined;
}

/** In this order: who gives, who gets, how much, in what, within which limits, out of which budget. */
const CHECKS: readonly ((asked: Asked) => Refusal | undefined)[] = [
  mayGive,
  isForOthers,
  mayGet,
  inCurrency,
  isAmount,
  withinGiftLimits,
  withinAllowance,
  withinYearlyCaps,
  withinPairShare,
  withinBudget,
];

function mayGive({ request: { right = 'give' }, giver: { role } }: Asked): Refusal | undefined {
  return may(role, right) ? undefined : { kind: 'not-allowed', role };
}

/** Who is in a group that they give to is left out of it. */
function isForOthers({ request: { recipients }, giver: { personId } }: Asked): Refusal | undefined {
  const isNamed = recipients.some(
    (one) => one.known && one.viaGroup === undefined && one.personId === personId,
  );
  return isNamed ? { kind: 'self-gift' } : undefined;
}

function mayGet({ request, purse, people }: Asked): Refusal | undefined {
  if (request.refusal) return request.refusal;
  for (const recipient of request.recipients) {
    const { name } = recipient;
    if (!recipient.known) return { kind: `${recipient.reason}-recipient`, name };
    if (recipient.viaGroup !== undefined) continue;
    if (recipient.isDeactivated) return { kind: 'deactivated-recipient', name };
  }
  const guest = purse.rules.guests === 'refused' ? people.find(({ isGuest }) => isGuest) : undefined;
  if (guest) return { kind: 'guest-recipient', name: guest.name };
  return people.length === 0 ? { kind: 'nobody-to-give' } : undefined;
}

function inCurrency({ request: { currency }, purse }: Asked): Refusal | undefined {
  if (!currency || currency === purse.currency) return undefined;
  return { kind: 'wrong-currency', given: currency, expected: purse.currency, department: purse.name };
}

function isAmount({ request, purse: { currency }, amountMinor }: Asked): Refusal | undefined {
  return amountMinor > 0n ? undefined : { kind: 'bad-amount', typed: request.amount, currency };
}

function withinGiftLimits({ amountMinor, purse }: Asked): Refusal | undefined {
  const { giftMinMinor: min, giftMaxMinor: max } = purse.rules;
  if (max !== undefined && amountMinor > max) return { kind: 'gift-too-large', most: moneyIn(purse, max) };
  if (min !== undefined && amountMinor < min) return { kind: 'gift-too-small', least: moneyIn(purse, min) };
  return undefined;
}

function withinAllowance(asked: Asked): Refusal | undefined {
  const { purse, totalMinor, limits, usage } = asked;
  const limit = limits.find(({ kind }) => kind === 'giver');
  if (!limit || limit.ceilingMinor === null) return undefined;
  const leftMinor = limit.ceilingMinor - (usage.get(usageKey(limit)) ?? 0n);
  if (totalMinor <= leftMinor) return undefined;
  return {
    kind: 'over-allowance',
    asked: moneyIn(purse, totalMinor),
    left: moneyIn(purse, atLeastZero(leftMinor)),
    until: purse.period.end.toISOString(),
    timeZone: purse.timeZone,
  };
}

function withinYearlyCaps({ purse, people, amountMinor, limits, usage }: Asked): Refusal | undefined {
  for (const { personId, name } of people) {
    const limit = limits.find(({ kind, subject }) => kind === 'recipient' && subject === personId);
    if (!limit || limit.ceilingMinor === null) continue;
    const leftMinor = limit.ceilingMinor - (usage.get(usageKey(limit)) ?? 0n);
    if (amountMinor <= leftMinor) continue;
    return { kind: 'over-cap', name, left: moneyIn(purse, atLeastZero(leftMinor)), year: purse.year.key };
  }
  return undefined;
}

function withinPairShare(asked: Asked): Refusal | undefined {
  if (asked.purse.rules.pairShare?.onExcess !== 'stop') return undefined;
  const [first] = exceedingPairs(asked);
  const { period, timeZone } = asked.purse;
  return first && { ...first, until: period.end.toISOString(), timeZone };
}

function withinBudget({ purse, totalMinor }: Asked): Refusal | undefined {
  const { name: department, leftMinor, topUpMinor, period, timeZone } = purse;
  if (purse.isFrozen) return { kind: 'budget-frozen', department };
  if (leftMinor === undefined && topUpMinor === 0n) return { kind: 'no-budget', department };
  const allLeftMinor = availableIn(purse);
  if (totalMinor <= allLeftMinor || purse.isSoft) return undefined;
  return {
    kind: 'over-budget',
    department,
    asked: moneyIn(purse, totalMinor),
    left: moneyIn(purse, allLeftMinor),
    until: period.end.toISOString(),
    timeZone,
  };
}
