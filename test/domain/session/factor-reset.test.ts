import { describe, expect, it } from 'vitest';
import { refusalToAsk, refusalToConfirm } from '#src/domain/session/factor-reset.ts';
import { ROLES } from '#src/domain/people/roles.ts';

const ada = { id: 'ada', role: 'admin', isDeactivated: false } as const;
const grace = { ...ada, id: 'grace' };
const reset = { personId: 'alice', askedBy: 'ada' };

describe('the reset of a second factor', () => {
  it('takes two admins', () => {
    expect(refusalToAsk(ada, 'alice')).toBeUndefined();
    expect(refusalToConfirm(grace, reset)).toBeUndefined();
    expect(refusalToConfirm(ada, reset)).toEqual({ kind: 'needs-another-admin' });
  });

  it('is nobody’s who gets it', () => {
    expect(refusalToAsk({ ...ada, id: 'alice' }, 'alice')).toEqual({ kind: 'own-factor' });
    expect(refusalToConfirm({ ...ada, id: 'alice' }, reset)).toEqual({ kind: 'own-factor' });
  });

  it.each(ROLES.filter((role) => role !== 'admin'))('is nothing for the role %s', (role) => {
    expect(refusalToAsk({ ...ada, role }, 'alice')).toEqual({ kind: 'admins-only', role });
    expect(refusalToConfirm({ ...grace, role }, reset)).toEqual({ kind: 'admins-only', role });
  });

  it('is nothing for an admin who left', () => {
    expect(refusalToConfirm({ ...grace, isDeactivated: true }, reset)).toMatchObject({ kind: 'admins-only' });
  });
});
