import { describe, expect, it } from 'vitest';
import { type PersonPatch, planChange } from '#src/domain/people/plan-change.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { known } from './known-person.ts';

const ALICE = known({ id: 'alice', name: 'Alice Ito', email: 'alice@example.com', employeeNumber: 'E7' });
const BEA = known({ id: 'bea', name: 'Bea Boss', email: 'Bea@example.com', employeeNumber: 'E1' });
const CARL = known({ id: 'carl', name: 'Carl Ode', email: null, managerId: 'bea' });
const DEPARTMENTS = [
  { id: 'engineering', name: 'Engineering' },
  { id: 'sales', name: 'Sales' },
];

function change(patch: PersonPatch, { personId = 'alice', people = [ALICE, BEA, CARL] } = {}) {
  return planChange({ personId, patch, known: people, departments: DEPARTMENTS });
}

function refusalOf(patch: PersonPatch, people?: KnownPerson[]) {
  const outcome = change(patch, people && { people });
  return outcome.ok ? undefined : outcome.refusal;
}

describe('changing a person', () => {
  it('says who they are to be, and what of them changes', () => {
    const after = { ...ALICE, role: 'manager', departmentId: 'sales', managerId: 'bea' } as const;
    const outcome = change({ role: 'manager', departmentId: 'sales', managerId: 'bea' });

    expect(outcome).toEqual({
      ok: true,
      value: {
        problems: [],
        departments: [],
        absent: [],
        kept: [],
        gone: [],
        skipped: [],
        people: [{ before: ALICE, person: after }],
        changes: [
          { personId: 'alice', name: 'Alice Ito', kind: 'role', from: 'employee', to: 'manager' },
          { personId: 'alice', name: 'Alice Ito', kind: 'manager', from: '', to: 'Bea Boss' },
          { personId: 'alice', name: 'Alice Ito', kind: 'department', from: 'Engineering', to: 'Sales' },
        ],
        updated: 1,
      },
    });
  });

  it('changes nobody where all is so already', () => {
    const outcome = change({ role: 'employee', email: 'alice@example.com', employeeNumber: 'E7' });

    expect(outcome.ok && [outcome.value.people, outcome.value.changes, outcome.value.updated]).toEqual([
      [],
      [],
      1,
    ]);
  });

  it('is refused for somebody unknown', () => {
    expect(change({}, { personId: 'nobody' })).toEqual({ ok: false, refusal: { kind: 'unknown-person' } });
  });

  it('is refused with the address of another, in any case', () => {
    expect(refusalOf({ email: 'bEA@example.com' })).toEqual({
      kind: 'address-taken',
      address: 'bEA@example.com',
      name: 'Bea Boss',
    });
    expect(refusalOf({ email: 'ALICE@example.com' })).toBeUndefined();
    expect(refusalOf({ email: null })).toBeUndefined();
    expect(refusalOf({ email: '' }, [ALICE, { ...BEA, email: '' }])).toBeUndefined();
  });

  it('is refused with the number of another', () => {
    expect(refusalOf({ employeeNumber: 'E1' })).toEqual({
      kind: 'number-taken',
      number: 'E1',
      name: 'Bea Boss',
    });
    expect(refusalOf({ employeeNumber: 'E2' })).toBeUndefined();
    expect(refusalOf({ employeeNumber: null })).toBeUndefined();
  });

  it('is refused when they would manage themselves, through however many others', () => {
    const circle = { kind: 'manager-circle', name: 'Alice Ito' };
    const people = [ALICE, { ...BEA, managerId: 'alice' }, CARL];

    expect(refusalOf({ managerId: 'alice' })).toEqual(circle);
    expect(refusalOf({ managerId: 'bea' }, people)).toEqual(circle);
    expect(refusalOf({ managerId: 'carl' }, people)).toEqual(circle);
    expect(refusalOf({ managerId: 'carl' })).toBeUndefined();
    expect(refusalOf({ managerId: null }, people)).toBeUndefined();
  });

  it('is not refused because others above them are in a circle', () => {
    const people = [ALICE, { ...BEA, managerId: 'carl' }, CARL];

    expect(refusalOf({ managerId: 'bea' }, people)).toBeUndefined();
  });

  it('may give them a manager of whom nothing is known', () => {
    expect(refusalOf({ managerId: 'somebody' })).toBeUndefined();
  });
});
