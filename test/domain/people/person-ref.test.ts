import { expect, it } from 'vitest';
import { describeRef, type PersonRef } from '#src/domain/people/person-ref.ts';
import { isRole, ROLES } from '#src/domain/people/roles.ts';

const IN_SLACK = { platform: 'slack', workspaceId: 'T1' };
const NAMED = { name: 'Alice Ito', isBot: false, isDeactivated: false };

it.each([
  [{ by: 'chat', ...IN_SLACK, userId: 'U1' }, ''],
  [{ by: 'chat', ...IN_SLACK, userId: 'U1', label: 'alice' }, 'alice'],
  [{ by: 'chat', ...IN_SLACK, userId: 'U1', profile: NAMED }, 'Alice Ito'],
  [{ by: 'name', name: 'alice' }, 'alice'],
  [{ by: 'email', email: 'alice@example.com' }, 'alice@example.com'],
  [{ by: 'id', personId: 'p1' }, ''],
  [{ by: 'group', ...IN_SLACK, groupId: 'S1', name: 'designers' }, 'designers'],
] as [PersonRef, string][])('speaks of %j as %s', (ref, text) => {
  expect(describeRef(ref)).toBe(text);
});

it('knows the roles, and nothing else as one', () => {
  expect(ROLES).toEqual(['employee', 'manager', 'approver', 'hr', 'finance', 'admin']);
  expect(ROLES.every(isRole)).toBe(true);
  expect(['', 'boss', 'Manager'].some(isRole)).toBe(false);
});
