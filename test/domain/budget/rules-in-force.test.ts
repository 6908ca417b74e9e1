import { describe, expect, it } from 'vitest';
import {
  changeRules,
  type GivingRules,
  NO_RULES,
  type RulesChanges,
  storeRules,
} from '#src/domain/budget/giving-rules.ts';
import { differencesIn, rulesInForce, wholeRules } from '#src/domain/budget/rules-in-force.ts';

const SHARED: GivingRules = {
  ...NO_RULES,
  giftMinMinor: 1n,
  giftMaxMinor: 900n,
  allowanceMinor: { manager: 5_000n, hr: 7_000n },
  allowancePerReportMinor: 10n,
  recipientYearMinor: 20_000n,
  pairShare: { maxPercent: 40, fromMinor: 100n, onExcess: 'stop' },
  approvalOverMinor: 500n,
  approvalOverByRoleMinor: { hr: 7n },
  confirmOverMinor: 300n,
};
const OWN: GivingRules = {
  ...NO_RULES,
  giftMaxMinor: 100n,
  allowanceMinor: { manager: 50n },
  guests: 'refused',
};
const CHANGES: RulesChanges = { giftMaxMinor: 100n, recipientYearMinor: null, allowanceMinor: { hr: null } };

function own(differences: RulesChanges | null) {
  return { rules: storeRules(OWN), differences: differences && storeRules(differences) };
}

describe('the rules of a department', () => {
  it('are those that nobody set, its organization’s, or its own', () => {
    expect(rulesInForce(null, null)).toEqual(NO_RULES);
    expect(rulesInForce(null, storeRules(SHARED))).toEqual(SHARED);
    expect(rulesInForce(own(null), storeRules(SHARED))).toEqual(OWN);
    expect(rulesInForce(own(null), null)).toEqual(OWN);
  });

  it('are its organization’s with what its own change in them', () => {
    expect(rulesInForce(own(CHANGES), storeRules(SHARED))).toEqual(changeRules(SHARED, CHANGES));
    expect(rulesInForce(own(CHANGES), null)).toEqual({ ...NO_RULES, giftMaxMinor: 100n });
  });

  it('change what they say, or all if they were set as a whole', () => {
    expect(differencesIn(own(CHANGES))).toEqual(CHANGES);
    expect(differencesIn(own(null))).toEqual(wholeRules(OWN));
  });
});

describe('rules set as a whole', () => {
  it.each([
    ['without any limit', NO_RULES],
    ['with some', OWN],
    ['with all', SHARED],
  ])('hold %s, whatever the organization’s are', (_, rules) => {
    for (const others of [NO_RULES, OWN, SHARED])
      expect(changeRules(others, wholeRules(rules))).toEqual(rules);
  });
});
