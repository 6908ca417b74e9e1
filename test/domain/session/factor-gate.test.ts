import { describe, expect, it } from 'vitest';
import { isFresh } from '#src/domain/session/factor.ts';
import { factorGateOf } from '#src/domain/session/factor-gate.ts';
import { FIRST_FACTOR_POLICY } from '#src/domain/session/factor-policy.ts';

const now = new Date('2026-11-16T10:00:00Z');

function minutesAgo(minutes: number): Date {
  return new Date(now.getTime() - minutes * 60_000);
}

describe('a page', () => {
  it.each([
    ['opens for an employee without a second factor', 'employee', false, null, 'look', 'open'],
    ['opens for an admin who passed theirs in this session', 'admin', true, minutesAgo(600), 'look', 'open'],
    ['asks an employee who has one, since they set it up to be asked', 'employee', true, null, 'look', 'ask'],
    ['asks an admin', 'admin', true, null, 'look', 'ask'],
    ['lets a manager set one up first', 'manager', false, null, 'look', 'enrol'],
    [
      'lets an admin set one up first, whatever their session says',
      'admin',
      false,
      minutesAgo(1),
      'look',
      'enrol',
    ],
  ] as const)('%s', (_what, role, hasFactor, passedAt, purpose, gate) => {
    expect(
      factorGateOf(FIRST_FACTOR_POLICY, { role, hasFactor, passedAt, isPlay: false, purpose, now }),
    ).toBe(gate);
  });
});

describe('what changes money settings, rights or security', () => {
  it.each([
    ['opens within a quarter of an hour', 'finance', true, minutesAgo(14.9), 'open'],
    ['asks again after a quarter of an hour', 'finance', true, minutesAgo(15), 'ask'],
    ['asks who did not pass one in this session', 'admin', true, null, 'ask'],
    ['lets an employee without one set it up first', 'employee', false, null, 'enrol'],
  ] as const)('%s', (_what, role, hasFactor, passedAt, gate) => {
    const asked = { role, hasFactor, passedAt, isPlay: false, purpose: 'step-up' as const, now };

    expect(factorGateOf(FIRST_FACTOR_POLICY, asked)).toBe(gate);
  });
});

describe('in the playground, where anybody is anybody', () => {
  const asked = { role: 'admin', passedAt: null, isPlay: true, now } as const;

  it('nobody has to set a second factor up, and whoever did is asked', () => {
    for (const purpose of ['look', 'step-up'] as const) {
      expect(factorGateOf(FIRST_FACTOR_POLICY, { ...asked, purpose, hasFactor: false })).toBe('open');
      expect(factorGateOf(FIRST_FACTOR_POLICY, { ...asked, purpose, hasFactor: true })).toBe('ask');
    }
  });
});

describe('a second factor', () => {
  it('that was passed in the future counts for nothing', () => {
    expect(isFresh(minutesAgo(-1), now)).toBe(false);
  });
});
