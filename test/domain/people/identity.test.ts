import { describe, expect, it } from 'vitest';
import { decideIdentity, type IdentityFacts, roleThrough } from '#src/domain/people/identity.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';

const MEMBER: ChatProfile = {
  name: 'Alice',
  email: 'alice@acme.example',
  isBot: false,
  isDeactivated: false,
};
const ALICE = { role: 'employee' as const, isDeactivated: false, accounts: 0 };

function decide(profile: Partial<ChatProfile>, rest: Partial<IdentityFacts> = {}) {
  return decideIdentity({
    profile: { ...MEMBER, ...profile },
    found: ALICE,
    hasMappedRole: false,
    wasUnlinked: false,
    ...rest,
  });
}

describe('whose an unknown chat account is', () => {
  it('is the person’s with its address, if the platform vouches for it', () => {
    expect(decide({})).toEqual({ kind: 'link', by: 'address' });
  });

  it.each([
    ['an outsider of another workspace', { isOutsider: true }, 'outsider'],
    ['an address that is not confirmed', { isEmailUnconfirmed: true }, 'unconfirmed_address'],
    ['a guest', { isGuest: true }, 'guest'],
  ] as const)('waits for an admin with %s', (_, profile, reason) => {
    expect(decide(profile)).toEqual({ kind: 'pending', reason });
  });

  it('waits for an admin if the person has an account there already', () => {
    expect(decide({}, { found: { ...ALICE, accounts: 1 } })).toEqual({
      kind: 'pending',
      reason: 'second_account',
    });
  });

  it.each(['manager', 'approver', 'hr', 'finance', 'admin'] as const)(
    'waits for an admin if the person is %s',
    (role) => {
      expect(decide({}, { found: { ...ALICE, role } })).toEqual({ kind: 'pending', reason: 'role' });
      expect(roleThrough('address', role)).toBe('employee');
      expect(roleThrough('admin', role)).toBe(role);
    },
  );

  it.each([
    ['a bot’s', { isBot: true }, 'bot'],
    ['deactivated', { isDeactivated: true }, 'deactivated'],
  ] as const)('is nobody’s if it is %s', (_, profile, reason) => {
    expect(decide(profile)).toEqual({ kind: 'refuse', reason });
  });

  it('is nobody’s if the person has left', () => {
    expect(decide({}, { found: { ...ALICE, isDeactivated: true } })).toMatchObject({ kind: 'refuse' });
  });

  it('is a newcomer’s with a mapped role, but not a guest’s', () => {
    const mapped = { found: undefined, hasMappedRole: true };
    expect(decide({}, mapped)).toEqual({ kind: 'link', by: 'role' });
    expect(decide({ isGuest: true }, mapped)).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  it('waits again once an admin took it away, whatever vouches for it', () => {
    const pending = { kind: 'pending', reason: 'unlinked' };
    expect(decide({}, { wasUnlinked: true })).toEqual(pending);
    expect(decide({}, { found: undefined, hasMappedRole: true, wasUnlinked: true })).toEqual(pending);
  });
});
