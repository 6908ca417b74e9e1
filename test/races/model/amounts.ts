import fc from 'fast-check';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { BOOKS } from './store.ts';

/** Whole dollars, in cents. */
export function dollars(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  return fc.bigInt({ min, max }).map((units) => units * 100n);
}

export const someBudget = fc.record({
  amount: fc.oneof(fc.constant(0n), { weight: 6, arbitrary: dollars(10n, 120n) }),
  carryCap: fc.oneof(fc.constant(0n), dollars(1n, 40n)),
  isSoft: fc.boolean(),
});

type Optional = { [K in keyof GivingRules]?: GivingRules[K] | undefined };

/** Rules of which most are not set, so that not everything is refused. */
export const someRules: fc.Arbitrary<GivingRules> = fc
  .record({
    giftMinMinor: rarely(dollars(1n, 3n)),
    giftMaxMinor: rarely(dollars(15n, 30n)),
    allowanceMinor: fc.oneof(
      fc.constant({}),
      fc.constant({}),
      fc.record({ manager: dollars(30n, 90n) }),
      fc.record({ approver: dollars(5n, 40n) }),
    ),
    allowancePerReportMinor: rarely(dollars(10n, 40n)),
    recipientYearMinor: sometimes(dollars(20n, 90n)),
    pairShare: rarely(
      fc.record({
        maxPercent: fc.integer({ min: 40, max: 80 }),
        fromMinor: dollars(0n, 40n),
        onExcess: fc.constantFrom('warn', 'stop'),
      }),
    ),
    guests: fc.constantFrom('allowed', 'allowed', 'allowed', 'refused'),
    approvalOverMinor: sometimes(dollars(0n, 20n)),
    approvalOverByRoleMinor: fc.oneof(fc.constant({}), fc.record({ approver: dollars(5n, 40n) })),
    approvalHours: fc.constantFrom(1, 72, 72, 400),
    remindHours: fc.constant(0),
    confirmOverMinor: rarely(dollars(5n, 40n)),
    undoMinutes: fc.constantFrom(0, 5, 5, 60),
    claimDays: rarely(fc.constantFrom(1, 2, 30)),
    giftKind: sometimes(fc.constant(BOOKS)),
  })
  .map(setOnly);

function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(fc.constant(undefined), arbitrary);
}

/** One time in five. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function setOnly(rules: Optional): GivingRules {
  const set = Object.entries(rules).filter(([, value]) => value !== undefined);
  return { ...NO_RULES, ...Object.fromEntries(set) };
}
