import { describe, expect, it } from 'vitest';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { offLimitsOf } from '#src/domain/people/off-limits.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { known } from './known-person.ts';

const HR = { id: 'hr', role: 'hr' as const };
const ADMIN = { id: 'admin', role: 'admin' as const };
const CHAT = [{ platform: 'slack', userId: 'U1' }];

function whyNot(asker: { id: string; role: Role }, who: Partial<KnownPerson>, change: Partial<KnownPerson>) {
  const before = known({ id: 'alice', email: 'alice@example.com', ...who });
  return offLimitsOf(asker, { before, person: { ...before, ...change } });
}

describe('what HR may change of somebody', () => {
  it.each<[string, Partial<KnownPerson>]>([
    ['name', { name: 'Alice Weber' }],
    ['address', { email: 'weber@example.com' }],
    ['department', { departmentId: 'sales' }],
    ['manager', { managerId: 'bea' }],
    ['number', { employeeNumber: 'E7' }],
    ['place here', { isDeactivated: true }],
    ['being a guest', { isGuest: true }],
  ])('is an employee’s %s', (_, change) => {
    expect(whyNot(HR, {}, change)).toBeUndefined();
  });

  it.each<Role>(['manager', 'approver', 'hr', 'finance', 'admin'])('is never a role: not %s', (role) => {
    expect(whyNot(HR, {}, { role })).toBe('role');
    expect(offLimitsOf(HR, { before: undefined, person: known({ id: 'new', role }) })).toBe('role');
  });

  it.each<Role>(['manager', 'approver', 'hr', 'finance'])('is no taking away either: not %s', (role) => {
    expect(whyNot(HR, { role }, { role: 'employee' })).toBe('role');
  });

  it('is no account', () => {
    expect(whyNot(HR, {}, { chatIds: CHAT })).toBe('chat');
    expect(offLimitsOf(HR, { before: undefined, person: known({ id: 'new', chatIds: CHAT }) })).toBe('chat');
  });

  it('is not the address of somebody with a role, to which their sign-in comes', () => {
    expect(whyNot(HR, { role: 'finance' }, { email: 'priya@example.com' })).toBe('address');
    expect(whyNot(HR, { role: 'manager', email: null }, { email: 'priya@example.com' })).toBe('address');
    expect(whyNot(HR, { role: 'finance' }, { departmentId: 'sales' })).toBeUndefined();
  });

  it('is a leaver, but not the way back of somebody who had a role', () => {
    expect(whyNot(HR, { role: 'manager' }, { isDeactivated: true })).toBeUndefined();
    expect(whyNot(HR, { role: 'manager', isDeactivated: true }, { isDeactivated: false })).toBe('back');
    expect(whyNot(HR, { isDeactivated: true }, { isDeactivated: false })).toBeUndefined();
  });

  it.each<[string, Partial<KnownPerson>]>([
    ['name', { name: 'Zoe' }],
    ['address', { email: 'zoe2@example.com' }],
    ['role', { role: 'employee' }],
    ['place here', { isDeactivated: true }],
  ])('is nothing of an admin: not their %s', (_, change) => {
    expect(whyNot(HR, { role: 'admin' }, change)).toBe('admin');
  });

  it.each<[string, Partial<KnownPerson>, string | undefined]>([
    ['role', { role: 'admin' }, 'self'],
    ['place here', { isDeactivated: true }, 'self'],
    ['address', { email: 'other@example.com' }, 'own'],
    ['department', { departmentId: 'sales' }, 'own'],
    ['manager', { managerId: 'bea' }, 'own'],
    ['account', { chatIds: CHAT }, 'own'],
    ['name', { name: 'Priya' }, undefined],
  ])('is not their own rights: %s', (_, change, why) => {
    expect(whyNot(HR, { id: 'hr', role: 'hr' }, change)).toBe(why);
  });
});

describe('what an admin may change of somebody', () => {
  it('is everything of everybody', () => {
    expect(whyNot(ADMIN, { role: 'admin' }, { role: 'employee', isDeactivated: true })).toBeUndefined();
    expect(whyNot(ADMIN, {}, { role: 'admin', chatIds: CHAT, email: null })).toBeUndefined();
  });

  it('is everything of their own but their role and whether they work here', () => {
    const own = { id: 'admin', role: 'admin' as const };
    expect(whyNot(ADMIN, own, { role: 'employee' })).toBe('self');
    expect(whyNot(ADMIN, own, { isDeactivated: true })).toBe('self');
    expect(whyNot(ADMIN, own, { email: 'me@example.com', departmentId: 'sales' })).toBeUndefined();
  });
});

describe('anybody else', () => {
  it.each<Role>(['employee', 'manager', 'approver', 'finance'])(
    'gives no role, and changes no admin: %s',
    (role) => {
      expect(whyNot({ id: 'x', role }, {}, { role: 'admin' })).toBe('role');
      expect(whyNot({ id: 'x', role }, { role: 'admin' }, { name: 'Y' })).toBe('admin');
    },
  );
});
