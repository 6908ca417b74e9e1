import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsWithPeriod, changePolicy, nextBeginnings } from '#src/domain/budget/budget-policy.ts';
import { changeRules, NO_RULES, type RulesChanges, storeRules } from '#src/domain/budget/giving-rules.ts';
import { rulesInForce } from '#src/domain/budget/rules-in-force.ts';
import { PERIOD_KINDS } from '#src/domain/kit/period.ts';

const amount = fc.option(fc.bigInt({ min: 1n, max: 900n }), { nil: null });
const changes: fc.Arbitrary<RulesChanges> = fc.record(
  {
    giftMaxMinor: amount,
    recipientYearMinor: amount,
    approvalOverMinor: amount,
    undoMinutes: fc.integer({ min: 0, max: 60 }),
    allowanceMinor: fc.record({ manager: amount, hr: amount }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const step = fc.record({ whose: fc.constantFrom('own', 'shared'), change: changes });

describe('rules that were planned', () => {
  it('come to the same as if they had been set one after the other when they began', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), changes, changes, (steps, ownFirst, sharedFirst) => {
        function theirs(whose: string) {
          return steps.filter((one) => one.whose === whose).map((one) => one.change);
        }
        const shared = theirs('shared').reduce(changeRules, changeRules(NO_RULES, sharedFirst));
        const set = theirs('own').reduce(changeRules, changeRules(shared, ownFirst));

        const found = rulesInForce(
          { rules: storeRules(NO_RULES), differences: storeRules(ownFirst) },
          storeRules(changeRules(NO_RULES, sharedFirst)),
          {
            own: theirs('own').map((one) => storeRules(one)),
            shared: theirs('shared').map((one) => storeRules(one)),
          },
        );

        expect(found).toEqual(set);
      }),
    );
  });

  it('are what was set where nothing began, and what all follow where a department’s own were dropped', () => {
    const own = { rules: storeRules(NO_RULES), differences: storeRules({ giftMaxMinor: 5n }) };
    const shared = storeRules(changeRules(NO_RULES, { giftMaxMinor: 9n }));

    expect(rulesInForce(own, shared, { own: [], shared: [] }).giftMaxMinor).toBe(5n);
    expect(rulesInForce(own, shared, { own: ['cleared'], shared: [] }).giftMaxMinor).toBe(9n);
    expect(rulesInForce(own, shared, { own: ['cleared'], shared: ['cleared'] })).toEqual(NO_RULES);
  });
});

describe('the days on which a budget may begin', () => {
  const kind = fc.constantFrom(...PERIOD_KINDS);
  const month = fc.integer({ min: 1, max: 12 });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland');

  it('are ahead, in order, and begin a period both of the old budget and of the new one', () => {
    fc.assert(
      fc.property(kind, kind, month, zone, (was, period, fiscalStartMonth, timeZone) => {
        const now = new Date('2026-11-16T10:00:00Z');
        const before = changePolicy(undefined, { amountMinor: 1n, period: was, fiscalStartMonth }, now);
        const after = changePolicy(before, { amountMinor: 2n, period }, now);

        const found = nextBeginnings(now, { before, after, timeZone }) ?? [];

        expect([now, ...found]).toEqual([now, ...found].toSorted((a, b) => a.getTime() - b.getTime()));
        expect(found.every((day) => beginsWithPeriod(day, { before, after, timeZone }))).toBe(true);
        expect(found.length === 2 || was !== period).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
