import { describe, expect, it } from 'vitest';
import { changeGuard, DEFAULT_GUARD, guardOf, storeGuard } from '#src/domain/wallet/guard-policy.ts';
import { DEFAULT_VELOCITY } from '#src/domain/wallet/velocity.ts';

const OFF = { 'spends-per-hour': null, 'spends-per-day': null, 'unusual-spend': null } as const;

describe('a policy that was saved', () => {
  it('keeps a rule switched off, and all others as they are', () => {
    const policy = changeGuard(DEFAULT_GUARD, { velocity: OFF, closing: 'return' });

    expect(guardOf(storeGuard(policy))).toEqual(policy);
    expect(policy.velocity['spends-per-hour']).toBeUndefined();
  });

  it('before there were rules for spending has them as nobody has set them', () => {
    const own = { limit: 3, measure: 'freeze' } as const;

    const { velocity } = guardOf({ velocity: { 'redeems-per-hour': own }, closing: 'honour' });

    expect(velocity).toEqual({
      'redeems-per-hour': own,
      'spends-per-hour': DEFAULT_VELOCITY['spends-per-hour'],
      'spends-per-day': DEFAULT_VELOCITY['spends-per-day'],
      'unusual-spend': DEFAULT_VELOCITY['unusual-spend'],
    });
  });

  it('with one of the rules for spending knew the others, and switched them off', () => {
    const rule = { limit: 5, measure: 'warn' } as const;

    const { velocity } = guardOf({ velocity: { 'spends-per-day': rule }, closing: 'honour' });

    expect(velocity).toEqual({ 'spends-per-day': rule });
  });

  it('gets every rule that came after it', () => {
    const { velocity } = guardOf({
      velocity: {},
      closing: 'honour',
      known: ['redeems-per-hour', 'new-device'],
    });

    expect(velocity['redeems-per-hour']).toBeUndefined();
    expect(velocity['unusual-amount']).toEqual(DEFAULT_VELOCITY['unusual-amount']);
    expect(velocity['unusual-spend']).toEqual(DEFAULT_VELOCITY['unusual-spend']);
  });
});
