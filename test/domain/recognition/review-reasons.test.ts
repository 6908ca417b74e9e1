import { expect, it } from 'vitest';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { couldWait } from '#src/domain/recognition/review-reasons.ts';

it('lets a gift wait for an approver where there is a threshold, one of a role included, or a soft budget', () => {
  const hard = { isSoft: false };

  expect(couldWait(NO_RULES, hard)).toBe(false);
  expect(couldWait(NO_RULES, undefined)).toBe(false);
  expect(couldWait(NO_RULES, { isSoft: true })).toBe(true);
  expect(couldWait({ ...NO_RULES, approvalOverMinor: 0n }, hard)).toBe(true);
  expect(couldWait({ ...NO_RULES, approvalOverByRoleMinor: { hr: 0n } }, hard)).toBe(true);
});
