import { describe, expect, it } from 'vitest';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { allowanceOf, giverSubject, limitSubject, pairSubject, usageKey } from '#src/domain/budget/limits.ts';

const MORGAN = { role: 'manager', reports: 3, allowanceMinor: undefined } as const;

function rules(more: Partial<GivingRules>): GivingRules {
  return { ...NO_RULES, ...more };
}

describe('what a giver may give in a period', () => {
  it('is not limited where nothing is said of their role or their reports', () => {
    expect(allowanceOf(MORGAN, NO_RULES)).toBeNull();
    expect(allowanceOf(MORGAN, rules({ allowanceMinor: { hr: 5n } }))).toBeNull();
  });

  it('is their role’s, and more for each person they manage', () => {
    expect(allowanceOf(MORGAN, rules({ allowanceMinor: { manager: 100n } }))).toBe(100n);
    expect(allowanceOf(MORGAN, rules({ allowancePerReportMinor: 10n }))).toBe(30n);
    expect(
      allowanceOf(MORGAN, rules({ allowanceMinor: { manager: 100n }, allowancePerReportMinor: 10n })),
    ).toBe(130n);
  });

  it('is their own where they have one, be it nothing', () => {
    const set = rules({ allowanceMinor: { manager: 100n } });

    expect(allowanceOf({ ...MORGAN, allowanceMinor: 7n }, set)).toBe(7n);
    expect(allowanceOf({ ...MORGAN, allowanceMinor: 0n }, set)).toBe(0n);
  });
});

it('keeps apart what is counted for others, elsewhere and at other times', () => {
  const [giver, pair] = [
    giverSubject({ giverId: 'g', departmentId: 'd' }),
    pairSubject({ giverId: 'g', recipientId: 'r', departmentId: 'd' }),
  ];

  expect([giver, pair]).toEqual(['g:d', 'g:r:d']);
  expect(usageKey({ kind: 'pair', subject: pair, period: '2026-11-01', currency: 'USD' })).toBe(
    'pair|g:r:d|2026-11-01|USD',
  );
});

it('reads of a limit whom it is about, so that they can be locked and returned to', () => {
  expect(limitSubject({ kind: 'giver', subject: 'g:d' })).toEqual({
    giverId: 'g',
    recipientId: null,
    departmentId: 'd',
  });
  expect(limitSubject({ kind: 'pair', subject: 'g:r:d' })).toEqual({
    giverId: 'g',
    recipientId: 'r',
    departmentId: 'd',
  });
  expect(limitSubject({ kind: 'recipient', subject: 'r' })).toEqual({
    giverId: null,
    recipientId: 'r',
    departmentId: null,
  });
});
