import { expect, it } from 'vitest';
import type { LockedGift } from '#src/db/gift/gift.ts';
import { mayRedeem } from '#src/usecases/gift/steps/credit-gift.ts';
import type { Person } from '#src/domain/people/person.ts';
import { GIFT_STATUSES } from '#src/domain/states.ts';

const NOW = new Date('2026-11-16T10:00:00Z');

const GIFT: LockedGift = {
  organizationId: 'acme',
  recognitionId: 'r1',
  giftId: 'gift',
  boundTo: 'alice',
  status: 'delivered',
  departmentId: 'eng',
  amountMinor: 2_500n,
  currency: 'USD',
  isCard: false,
  expiresAt: null,
};

const ALICE: Person = {
  organizationId: 'acme',
  id: 'alice',
  name: 'Alice Ito',
  email: null,
  role: 'employee',
  departmentId: 'eng',
  managerId: null,
  region: '',
  prefers: 'chat',
  isGuest: false,
  isDeactivated: false,
};

function may(gift: Partial<LockedGift>, person: Partial<Person> = {}): boolean {
  return mayRedeem({ ...GIFT, ...gift }, { ...ALICE, ...person }, NOW);
}

it('lets a gift be redeemed by whom it is bound to, and by anybody where it is bound to nobody', () => {
  expect(may({})).toBe(true);
  expect(may({}, { id: 'bob' })).toBe(false);
  expect(may({ boundTo: null }, { id: 'bob' })).toBe(true);
});

it('lets it be redeemed once it is given, delivered or not, and until its value is gone', () => {
  expect(GIFT_STATUSES.filter((status) => may({ status }))).toEqual(['issued', 'delivered']);
});

it('lets it be redeemed until it expires, and not at that instant', () => {
  expect(may({ expiresAt: new Date(NOW.getTime() + 1) })).toBe(true);
  expect(may({ expiresAt: NOW })).toBe(false);
});

it('lets nobody redeem who has left', () => {
  expect(may({}, { isDeactivated: true })).toBe(false);
});
