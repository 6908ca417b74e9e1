import { describe, expect, it } from 'vitest';
import {
  amountAskingFor,
  changeFactorPolicy,
  factorPolicyOf,
  FIRST_FACTOR_POLICY,
  storeFactorPolicy,
} from '#src/domain/session/factor-policy.ts';

describe('who has to have a second factor', () => {
  it('is every role above employee, and no amount asks for it, until something is set', () => {
    expect(FIRST_FACTOR_POLICY).toEqual({
      roles: ['manager', 'approver', 'hr', 'finance', 'admin'],
      overMinor: {},
    });
  });

  it('changes only what is given, with the roles in their order', () => {
    const policy = changeFactorPolicy(FIRST_FACTOR_POLICY, { overMinor: { USD: 5_000n } });

    expect(changeFactorPolicy(policy, { roles: ['admin', 'hr'] })).toEqual({
      roles: ['hr', 'admin'],
      overMinor: { USD: 5_000n },
    });
    expect(changeFactorPolicy(policy, { overMinor: { EUR: 1n } }).overMinor).toEqual({
      USD: 5_000n,
      EUR: 1n,
    });
    expect(changeFactorPolicy(policy, { overMinor: { USD: null } }).overMinor).toEqual({});
  });

  it('is the same after it was stored', () => {
    const policy = changeFactorPolicy(FIRST_FACTOR_POLICY, { overMinor: { USD: 5_000n } });

    expect(factorPolicyOf(storeFactorPolicy(policy))).toEqual(policy);
  });
});

describe('an amount', () => {
  const policy = changeFactorPolicy(FIRST_FACTOR_POLICY, { overMinor: { USD: 5_000n } });

  it('asks for a second factor above the one that is set, in its currency', () => {
    const over = { amountMinor: 5_000n, currency: 'USD' };

    expect(amountAskingFor(policy, { amountMinor: 5_001n, currency: 'USD' })).toEqual(over);
    expect(amountAskingFor(policy, { amountMinor: 5_000n, currency: 'USD' })).toBeUndefined();
    expect(amountAskingFor(policy, { amountMinor: 900_000n, currency: 'EUR' })).toBeUndefined();
    expect(amountAskingFor(FIRST_FACTOR_POLICY, { amountMinor: 900_000n, currency: 'USD' })).toBeUndefined();
  });
});
