import { ROLES } from '#src/domain/people/roles.ts';
import type { BudgetPolicy } from './budget-policy.ts';
import type { GivingRules } from './giving-rules.ts';
import { allowanceOf } from './limits.ts';

/** Above which amounts a change of money rules needs a second person, in minor units by currency. One without an amount asks nobody. */
export type SecondPerson = Readonly<Record<string, bigint>>;

/** What a change comes to, in minor units. `no-limit`: it takes a limit away. Undefined: it raises nothing. */
export type Weight = bigint | 'no-limit' | undefined;

/** Why whoever runs the program gave rights alone where a second person is needed, as it stands in the record. */
export const NOBODY_ELSE = 'nobody else could confirm it';

/** Whether a second person has to confirm what weighs that much. */
export function needsSecondPerson(over: bigint | undefined, weight: Weight): boolean {
  if (over === undefined || weight === undefined) return false;
  return weight === 'no-limit' || weight > over;
}

/** A limit before and after: what it is raised to. Null is no limit. */
export function weightOfRaise(before: bigint | null, after: bigint | null): Weight {
  if (before === null) return undefined;
  if (after === null) return 'no-limit';
  return after > before ? after : undefined;
}

/**
 * What setting a budget comes to: the new amount where it grows, or where its periods change, and what may be carried on where that
 * grows. One that may be overspent from now on has no limit.
 */
export function weightOfBudget(
  before: Omit<BudgetPolicy, 'setAt'> | undefined,
  after: Omit<BudgetPolicy, 'setAt'>,
): Weight {
  const { amountMinor, carryCapMinor } = after;
  const isOtherPeriod =
    before !== undefined &&
    (before.period !== after.period || before.fiscalStartMonth !== after.fiscalStartMonth);
  return heaviest([
    after.isSoft && before?.isSoft !== true ? 'no-limit' : undefined,
    isOtherPeriod ? amountMinor : weightOfRaise(before?.amountMinor ?? 0n, amountMinor),
    weightOfRaise(before?.carryCapMinor ?? 0n, carryCapMinor),
  ]);
}

/** What new rules come to: the highest amount to which they raise a limit or a threshold. */
export function weightOfRules(before: GivingRules, after: GivingRules): Weight {
  const ceilings = ceilingsOf(after);
  return heaviest(ceilingsOf(before).map((one, index) => weightOfRaise(one, ceilings[index] ?? null)));
}

/** Each limit and threshold, in one order. Null: none. */
function ceilingsOf(rules: GivingRules): (bigint | null)[] {
  const { giftMaxMinor, recipientYearMinor, confirmOverMinor, approvalOverMinor } = rules;
  return [
    giftMaxMinor ?? null,
    recipientYearMinor ?? null,
    confirmOverMinor ?? null,
    ...ROLES.map((role) => rules.approvalOverByRoleMinor[role] ?? approvalOverMinor ?? null),
    ...[0, 1].flatMap((reports) =>
      ROLES.map((role) => allowanceOf({ role, reports, allowanceMinor: undefined }, rules)),
    ),
  ];
}

/** What several changes come to together. */
export function heaviest(weights: readonly Weight[]): Weight {
  if (weights.includes('no-limit')) return 'no-limit';
  const amounts = weights.filter((weight) => typeof weight === 'bigint');
  return amounts.reduce<bigint | undefined>(
    (most, one) => (most === undefined || one > most ? one : most),
    undefined,
  );
}

/** The setting with another amount for a currency; null asks nobody. */
export function changeSecondPerson(
  setting: SecondPerson,
  { currency, amountMinor }: { currency: string; amountMinor: bigint | null },
): SecondPerson {
  const others = Object.entries(setting).filter(([one]) => one !== currency);
  return Object.fromEntries(amountMinor === null ? others : [...others, [currency, amountMinor]]);
}

export function storeSecondPerson(setting: SecondPerson): Record<string, string> {
  return Object.fromEntries(Object.entries(setting).map(([currency, minor]) => [currency, minor.toString()]));
}

export function secondPersonOf(stored: Record<string, string>): SecondPerson {
  return Object.fromEntries(Object.entries(stored).map(([currency, minor]) => [currency, BigInt(minor)]));
}
