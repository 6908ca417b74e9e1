import { describe, expect, it } from 'vitest';
import { changesAnything, followAccount, type LinkedAccount } from '#src/domain/people/follow-account.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';

const PERSON: Person = {
  organizationId: 'o',
  id: 'p',
  name: 'Alice',
  email: 'alice@acme.example',
  role: 'manager',
  departmentId: 'd1',
  managerId: null,
  region: '',
  prefers: 'chat',
  isGuest: false,
  isDeactivated: false,
};
const SEEN: ChatProfile = { name: 'Alice', isBot: false, isDeactivated: false };

function follow(
  {
    seen,
    ...rest
  }: {
    seen?: ChatProfile | undefined;
    hasOtherAccount?: boolean;
    mapped?: { departmentId: string; role: 'manager' };
    areRolesHeld?: boolean;
  },
  account: Partial<LinkedAccount> = {},
  person: Partial<Person> = {},
) {
  const linked: LinkedAccount = { linkedBy: 'hr', isGuest: false, isGone: false, ...account };
  const following = followAccount(
    linked,
    { ...PERSON, ...person },
    { seen, hasOtherAccount: false, ...rest },
  );
  return { ...following, changes: changesAnything(linked, following) };
}

describe('what becomes of a linked account', () => {
  it('is nothing if the platform says the same as before', () => {
    expect(follow({ seen: SEEN })).toMatchObject({ changes: false });
  });

  it('takes its person along when the platform deactivated it, unless they have another', () => {
    const seen = { ...SEEN, isDeactivated: true };
    expect(follow({ seen })).toMatchObject({ isGone: true, deactivates: true });
    expect(follow({ seen, hasOtherAccount: true })).toMatchObject({ isGone: true, deactivates: false });
  });

  it('leaves HR’s people in the company when they leave a server, and not those who joined by a role', () => {
    expect(follow({})).toMatchObject({ isGone: true, deactivates: false });
    expect(follow({}, { linkedBy: 'role' })).toMatchObject({ isGone: true, deactivates: true });
  });

  it('brings back who joined by a role, and of the others the account alone', () => {
    const left = { isDeactivated: true };
    expect(follow({ seen: SEEN }, { linkedBy: 'role', isGone: true }, left)).toMatchObject({
      reactivates: true,
    });
    expect(follow({ seen: SEEN }, { isGone: true }, left)).toMatchObject({
      isGone: false,
      reactivates: false,
    });
  });

  it('takes a role, gives none and brings none back where a second person confirms roles', () => {
    const mapped = { departmentId: PERSON.departmentId, role: 'manager' as const };
    const held = { mapped, areRolesHeld: true };
    const seen = { ...SEEN, roleIds: ['R1'] };
    const byRole = { linkedBy: 'role' as const };

    expect(follow({ seen, ...held }, byRole, { role: 'employee' }).person).toEqual({});
    expect(follow({ seen, ...held }, byRole).person).toEqual({});
    expect(follow({ seen, areRolesHeld: true }, byRole).person).toEqual({ role: 'employee' });
    const back = follow({ seen, ...held }, { ...byRole, isGone: true }, { isDeactivated: true });
    expect(back).toMatchObject({ reactivates: true, person: { role: 'employee' } });
  });

  it('makes a guest, and a colleague again', () => {
    expect(follow({ seen: { ...SEEN, isGuest: true } }).person).toEqual({ isGuest: true });
    const guest = follow({ seen: { ...SEEN, isGuest: false } }, { isGuest: true }, { isGuest: true });
    expect(guest.person).toEqual({ isGuest: false });
  });

  it('ends a link by address that the platform vouches for no more, and none of HR’s', () => {
    const seen = { ...SEEN, isOutsider: true };
    expect(follow({ seen }, { linkedBy: 'address' }).unlink).toBe('outsider');
    expect(follow({ seen }).unlink).toBeUndefined();
  });

  it('follows name, department and role of those who joined by a role', () => {
    const seen = { ...SEEN, name: 'Ally', roleIds: ['R2'] };
    const mapped = { departmentId: 'd2', role: 'manager' as const };
    expect(follow({ seen, mapped }, { linkedBy: 'role' }).person).toEqual({
      name: 'Ally',
      departmentId: 'd2',
    });
    expect(follow({ seen }, { linkedBy: 'role' }).person).toEqual({ name: 'Ally', role: 'employee' });
    expect(follow({ seen, mapped }).person).toEqual({});
  });

  it('says nothing of roles when the platform did not', () => {
    expect(follow({ seen: SEEN }, { linkedBy: 'role' }).changes).toBe(false);
  });
});

describe('a person who joined by a role and left', () => {
  const left = { isDeactivated: true };

  it('comes back with their account only, and not while it is gone', () => {
    expect(follow({ seen: SEEN }, { linkedBy: 'role' }, left)).toMatchObject({ reactivates: false });
    expect(follow({}, { linkedBy: 'role', isGone: true }, left)).toMatchObject({ reactivates: false });
    expect(follow({ seen: SEEN }, { linkedBy: 'role', isGone: true })).toMatchObject({ reactivates: false });
  });
});

describe('whether somebody is a guest', () => {
  it('follows the platform only where it says something new', () => {
    expect(follow({ seen: { ...SEEN, isGuest: true } }, { isGuest: true }).person).toEqual({});
    expect(follow({ seen: { ...SEEN, isGuest: true } }, {}, { isGuest: true }).person).toEqual({});
    expect(follow({ seen: SEEN }, { isGuest: true }).person).toEqual({});
  });
});

describe('what is to be written of an account', () => {
  const account: LinkedAccount = { linkedBy: 'hr', isGuest: false, isGone: false };
  const same = { isGuest: false, isGone: false, deactivates: false, reactivates: false, person: {} };

  it.each([
    { unlink: 'outsider' as const },
    { isGuest: true },
    { isGone: true },
    { deactivates: true },
    { reactivates: true },
    { person: { name: 'Alice Ito' } },
  ])('is %o, even alone', (change) => {
    expect(changesAnything(account, { ...same, ...change })).toBe(true);
  });

  it('is nothing where nothing changes', () => {
    expect(changesAnything(account, same)).toBe(false);
  });
});
