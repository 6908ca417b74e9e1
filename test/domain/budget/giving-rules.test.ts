import { expect, it } from 'vitest';
import { type GivingRules, NO_RULES, rulesOf, storeRules } from '#src/domain/budget/giving-rules.ts';

const RULES: GivingRules = {
  ...NO_RULES,
  giftMinMinor: 1n,
  giftMaxMinor: 900n,
  allowanceMinor: { manager: 5_000n },
  recipientYearMinor: 20_000n,
  pairShare: { maxPercent: 40, fromMinor: 100n, onExcess: 'stop' },
  guests: 'refused',
  approvalOverByRoleMinor: { hr: 7n },
};

it('keeps rules as JSON, amounts as text and all else as it is, and reads them as they were', () => {
  const stored = storeRules(RULES);

  expect(stored).toEqual({
    giftMinMinor: '1',
    giftMaxMinor: '900',
    allowanceMinor: { manager: '5000' },
    recipientYearMinor: '20000',
    pairShare: { maxPercent: 40, fromMinor: '100', onExcess: 'stop' },
    guests: 'refused',
    approvalOverByRoleMinor: { hr: '7' },
    approvalHours: 72,
    remindHours: 24,
    undoMinutes: 5,
  });
  expect(rulesOf(JSON.parse(JSON.stringify(stored)))).toEqual(RULES);
});

it('limits nothing where nobody set anything, but how long things may take', () => {
  expect(NO_RULES).toEqual({
    allowanceMinor: {},
    guests: 'allowed',
    approvalOverByRoleMinor: {},
    approvalHours: 72,
    remindHours: 24,
    undoMinutes: 5,
  });
});
