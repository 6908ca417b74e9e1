import { describe, expect, it } from 'vitest';
import type { Giver, Recipient } from '#src/domain/budget/giver.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { couldWait, unconfirmedPairsOf } from '#src/domain/recognition/review-reasons.ts';
import { resolved, type Wish } from './resolved.ts';

it('lets a gift wait for an approver where there is a threshold, one of a role included, or a soft budget', () => {
  const hard = { isSoft: false };

  expect(couldWait(NO_RULES, hard)).toBe(false);
  expect(couldWait(NO_RULES, undefined)).toBe(false);
  expect(couldWait(NO_RULES, { isSoft: true })).toBe(true);
  expect(couldWait({ ...NO_RULES, approvalOverMinor: 0n }, hard)).toBe(true);
  expect(couldWait({ ...NO_RULES, approvalOverByRoleMinor: { hr: 0n } }, hard)).toBe(true);
});

describe('a gift that could be a repeat', () => {
  const giver: Giver = {
    personId: 'morgan',
    role: 'manager',
    isDeactivated: false,
    departmentId: 'eng',
    reports: 0,
    allowanceMinor: undefined,
  };
  const recipients: Recipient[] = [
    { known: true, personId: 'alice', name: 'Alice', region: '', isDeactivated: false, isGuest: false },
    { known: false, name: 'Zoe', reason: 'unknown' },
  ];

  function pairs(more: Partial<Wish> = {}) {
    const wish = { id: 'r1', giver, recipients, amount: '25', currency: null, isConfirmed: false };
    return unconfirmedPairsOf(resolved({ ...wish, ...more }));
  }

  it('is one to somebody who is known', () => {
    expect(pairs()).toEqual([{ organizationId: 'acme', giverId: 'morgan', recipientId: 'alice' }]);
  });

  it('is none that its giver has confirmed, or whose giver is not known', () => {
    expect(pairs({ isConfirmed: true })).toEqual([]);
    expect(pairs({ giver: undefined })).toEqual([]);
  });
});
