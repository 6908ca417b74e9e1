import { expect, it } from 'vitest';
import { periodOf } from '#src/domain/kit/period.ts';
import {
  ACCOUNT_TABLE,
  budgetAccount,
  fundingAccount,
  outstandingAccount,
  reservedAccount,
  topUpAccount,
  walletAccount,
} from '#src/domain/ledger/accounts.ts';

const ENGINEERING = { organizationId: 'acme', id: 'eng', currency: 'USD' };
const NOVEMBER = periodOf(new Date('2026-11-16T10:00:00Z'), {
  timeZone: 'UTC',
  kind: 'month',
  fiscalStartMonth: 1,
});

it('finds each account again by the same name, because its rows hold money already', () => {
  const ofDepartment = { organizationId: 'acme', ownerId: 'eng', currency: 'USD' };
  const running = { ...ofDepartment, period: '2026-11-01' };

  expect(budgetAccount(ENGINEERING, NOVEMBER)).toEqual({ ...running, kind: 'budget' });
  expect(reservedAccount(ENGINEERING, NOVEMBER)).toEqual({ ...running, kind: 'reserved' });
  expect(topUpAccount(ENGINEERING)).toEqual({ ...ofDepartment, kind: 'budget', period: 'top-up' });
  expect(outstandingAccount(ENGINEERING)).toEqual({ ...ofDepartment, kind: 'outstanding', period: '' });
  expect(walletAccount('acme', 'alice', 'USD')).toEqual({
    organizationId: 'acme',
    kind: 'wallet_gift',
    ownerId: 'alice',
    period: '',
    currency: 'USD',
  });
});

it('lets only funding, where all money comes from, always go below zero', () => {
  expect(fundingAccount('acme', 'USD')).toEqual({
    organizationId: 'acme',
    kind: 'funding',
    ownerId: 'acme',
    period: '',
    currency: 'USD',
    isFloorless: true,
  });
  const floorless = Object.entries(ACCOUNT_TABLE).filter(([, { isFloorless }]) => isFloorless);
  expect(floorless.map(([kind]) => kind)).toEqual(['funding']);
});
