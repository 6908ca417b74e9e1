import { type Money, toMinor } from './money.ts';
import { done, type Outcome, type Refusal, refused, storeMoney } from './outcome.ts';
import type { Period } from './period.ts';
import { may, type Role } from './roles.ts';

export type Giver = { personId: string; role: Role; isDeactivated: boolean; departmentId: string };

/** Somebody a request named, as far as we know them. */
export type Recipient =
  | { known: true; personId: string; name: string; isDeactivated: boolean }
  | { known: false; name: string; reason: 'unknown' | 'ambiguous' | 'group' | 'bot' | 'deactivated' };

/** A request to give, with everybody in it looked up. `amount` is for each recipient, a plain decimal. */
export type GiftRequest = {
  id: string;
  giver: Giver | undefined;
  recipients: Recipient[];
  amount: string;
  currency: string | null;
};

/** The giver's department with what its budget still holds in the running period; `left` undefined: none was ever set. */
export type DepartmentBudget = {
  departmentId: string;
  name: string;
  currency: string;
  timeZone: string;
  period: Period;
  leftMinor: bigint | undefined;
};

/** One recipient's share, decided. */
export type GiftDecision = { recipientId: string; departmentId: string; money: Money };
export type Decision = { id: string; outcome: Outcome<GiftDecision[]> };

/**
 * Decides requests in order, each against what the ones before it left.
 *
 * The checks run from the person to the purse, and the first that fails is the answer; a request to several people is
 * granted whole or not at all.
 */
export function decideGifts(
  requests: readonly GiftRequest[],
  budgets: readonly DepartmentBudget[],
): Decision[] {
  const left = new Map(budgets.map((budget) => [budget.departmentId, budget.leftMinor]));
  const byDepartment = new Map(budgets.map((budget) => [budget.departmentId, budget]));
  return requests.map((request) => {
    const budget = request.giver && byDepartment.get(request.giver.departmentId);
    const current = budget && { ...budget, leftMinor: left.get(budget.departmentId) };
    const outcome = decideOne(request, current);
    if (outcome.ok && current?.leftMinor !== undefined) {
      left.set(current.departmentId, current.leftMinor - total(outcome.value));
    }
    return { id: request.id, outcome };
  });
}

function decideOne(request: GiftRequest, budget: DepartmentBudget | undefined): Outcome<GiftDecision[]> {
  const { giver } = request;
  if (!giver || !budget || giver.isDeactivated) return refused({ kind: 'unknown-giver' });
  if (!may(giver.role, 'give')) return refused({ kind: 'not-allowed', role: giver.role });

  const recipients = eligible(giver, request.recipients);
  if (!recipients.ok) return recipients;

  if (request.currency && request.currency !== budget.currency) {
    const { currency: expected, name: department } = budget;
    return refused({ kind: 'wrong-currency', given: request.currency, expected, department });
  }
  const amountMinor = toMinor(request.amount, budget.currency);
  if (amountMinor === undefined) {
    return refused({ kind: 'bad-amount', typed: request.amount, currency: budget.currency });
  }

  const money = { amountMinor, currency: budget.currency };
  const gifts = recipients.value.map((recipientId) => ({
    recipientId,
    departmentId: budget.departmentId,
    money,
  }));
  return withinBudget(gifts, budget);
}

function eligible(giver: Giver, recipients: readonly Recipient[]): Outcome<string[]> {
  const ids: string[] = [];
  for (const recipient of recipients) {
    const refusal = refusalOf(giver, recipient);
    if (refusal) return refused(refusal);
    if (recipient.known) ids.push(recipient.personId);
  }
  return done([...new Set(ids)]);
}

function refusalOf(giver: Giver, recipient: Recipient): Refusal | undefined {
  const { name } = recipient;
  if (!recipient.known) return { kind: `${recipient.reason}-recipient`, name };
  if (recipient.personId === giver.personId) return { kind: 'self-gift' };
  if (recipient.isDeactivated) return { kind: 'deactivated-recipient', name };
  return undefined;
}

function withinBudget(gifts: GiftDecision[], budget: DepartmentBudget): Outcome<GiftDecision[]> {
  const { name: department, currency, timeZone, leftMinor } = budget;
  if (leftMinor === undefined) return refused({ kind: 'no-budget', department });
  const askedMinor = total(gifts);
  if (askedMinor <= leftMinor) return done(gifts);
  return refused({
    kind: 'over-budget',
    department,
    asked: storeMoney({ amountMinor: askedMinor, currency }),
    left: storeMoney({ amountMinor: leftMinor, currency }),
    until: budget.period.end.toISOString(),
    timeZone,
  });
}

function total(gifts: readonly GiftDecision[]): bigint {
  return gifts.reduce((sum, gift) => sum + gift.money.amountMinor, 0n);
}
