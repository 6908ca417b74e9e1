import { describe, expect, it } from 'vitest';
import type { PersonRow } from '#src/domain/people/people-row.ts';
import {
  CHANGES,
  type ChangeKind,
  changesOf,
  changesRights,
  type ImportOptions,
  type KnownPerson,
  namesOf,
  planPeople,
} from '#src/domain/people/plan-people.ts';
import { known } from './known-person.ts';

const ALICE = known({
  id: 'alice',
  name: 'Alice Ito',
  email: 'alice@example.com',
  employeeNumber: 'E7',
  managerId: 'bea',
  region: 'JP',
  chatIds: [{ platform: 'slack', userId: 'U7' }],
});
const BEA = known({ id: 'bea', name: 'Bea Boss', email: 'bea@example.com', role: 'manager' });
const GUS = known({ id: 'gus', name: 'Gus Gone', email: 'gus@example.com', isDeactivated: true });
const DEPARTMENTS = [
  { id: 'engineering', name: 'Engineering' },
  { id: 'sales', name: 'Sales' },
];

function plan(
  told: readonly Partial<PersonRow>[],
  { people = [ALICE, BEA, GUS], ...options }: ImportOptions & { people?: KnownPerson[] } = {},
) {
  const rows = told.map((row, index) => ({ line: index + 2, chatIds: [], ...row }));
  let ids = 0;
  function newId(): string {
    ids += 1;
    return `new${ids}`;
  }
  return planPeople({ rows, known: people, departments: DEPARTMENTS, options, newId });
}

/** Changes as `who kind: from → to`. */
function changesIn({ changes }: ReturnType<typeof plan>): string[] {
  return changes.map(({ name, kind, from, to }) => `${name} ${kind}: ${from} → ${to}`);
}

function problemsIn({ problems }: ReturnType<typeof plan>): string[] {
  return problems.map(({ line, field, kind, text }) => `${line} ${field} ${kind}: ${text}`);
}

function peopleIn({ people }: ReturnType<typeof plan>): KnownPerson[] {
  return people.map(({ person }) => person);
}

describe('somebody new in a file', () => {
  const NORA = { name: 'Nora New', email: 'nora@example.com', department: 'Sales' };

  it('is an active colleague and an employee, unless the file says more', () => {
    const planned = plan([NORA]);

    expect(planned.people).toMatchObject([
      {
        before: undefined,
        person: known({ id: 'new1', name: 'Nora New', email: 'nora@example.com', departmentId: 'sales' }),
        changes: [],
      },
    ]);
    expect([planned.problems, planned.updated, planned.departments, planned.gone, planned.skipped]).toEqual([
      [],
      0,
      [],
      [],
      [],
    ]);
  });

  it('is all that the file says', () => {
    const row = {
      ...NORA,
      role: 'hr',
      region: 'FR',
      employeeNumber: 'E9',
      isGuest: true,
      isActive: true,
      managers: ['bea@example.com'],
      chatIds: [{ platform: 'slack', userId: 'U9' }],
    } as const;

    expect(peopleIn(plan([row]))).toEqual([
      {
        id: 'new1',
        name: 'Nora New',
        email: 'nora@example.com',
        departmentId: 'sales',
        role: 'hr',
        region: 'FR',
        employeeNumber: 'E9',
        managerId: 'bea',
        isGuest: true,
        isDeactivated: false,
        chatIds: [{ platform: 'slack', userId: 'U9' }],
      },
    ]);
  });

  it('needs a name and a department', () => {
    expect(problemsIn(plan([{ email: 'nora@example.com' }]))).toEqual([
      '2 name missing-for-new: ',
      '2 department missing-for-new: ',
    ]);
    expect(problemsIn(plan([{ ...NORA, department: 'Sales' }], { department: 'Engineering' }))).toEqual([]);
  });

  it('belongs to the department that is said for all, unless the row says another', () => {
    const { name, email } = NORA;
    const planned = plan(
      [
        { name, email },
        { ...NORA, email: 'n2@example.com' },
      ],
      { department: 'engineering' },
    );

    expect(peopleIn(planned).map(({ departmentId }) => departmentId)).toEqual(['engineering', 'sales']);
  });

  it('brings a department along that is new, once however it is spelled', () => {
    const planned = plan([
      { ...NORA, department: 'Research' },
      { ...NORA, email: 'n2@example.com', department: 'RESEARCH ' },
    ]);

    expect(planned.departments).toEqual([{ id: 'new3', name: 'Research' }]);
    expect(peopleIn(planned).map(({ departmentId }) => departmentId)).toEqual(['new3', 'new3']);
  });

  it('is not added when the file says that they left', () => {
    const planned = plan([
      { ...NORA, isActive: false },
      { email: 'x@example.com', employeeNumber: 'E8', isActive: false },
      { employeeNumber: 'E9', isActive: false },
      { isActive: false, chatIds: [{ platform: 'slack', userId: 'U9' }] },
      { ...NORA, email: 'n2@example.com', isActive: true },
    ]);

    expect(planned.skipped).toEqual(['Nora New', 'x@example.com', 'E9', '']);
    expect(peopleIn(planned).map(({ email }) => email)).toEqual(['n2@example.com']);
  });

  it('has no manager when it was somebody who left', () => {
    const left = { name: 'Lea Left', email: 'lea@example.com', isActive: false };
    const planned = plan([left, { ...NORA, managers: ['lea@example.com'] }]);

    expect(problemsIn(planned)).toEqual([]);
    expect(peopleIn(planned)[0]?.managerId).toBeNull();
  });
});

describe('somebody known in a file', () => {
  it('stays as they are where the file says nothing or the same', () => {
    const planned = plan([
      { email: 'ALICE@example.com', name: 'Alice Ito', department: 'ENGINEERING', region: 'JP' },
      { email: 'bea@example.com', isGuest: false, isActive: true, role: 'manager' },
    ]);

    expect([planned.people, planned.changes, planned.updated, planned.problems]).toEqual([[], [], 2, []]);
  });

  it('keeps an address that the file does not say', () => {
    expect(changesIn(plan([{ employeeNumber: 'E7', name: 'A' }]))).toEqual(['Alice Ito name: Alice Ito → A']);
  });

  it('keeps their department whatever is said for new people', () => {
    expect(changesIn(plan([{ email: 'alice@example.com' }], { department: 'Sales' }))).toEqual([]);
  });

  it('changes as the file says', () => {
    const row = {
      employeeNumber: 'E7',
      email: 'ito@example.com',
      name: 'Alice Ito-Li',
      department: 'Sales',
      role: 'hr',
      region: '',
      isGuest: true,
      managers: [],
      chatIds: [
        { platform: 'slack', userId: 'U7' },
        { platform: 'discord', userId: 'U7' },
        { platform: 'slack', userId: 'U8' },
      ],
    } as const;
    const planned = plan([row]);

    expect(changesIn(planned)).toEqual([
      'Alice Ito role: employee → hr',
      'Alice Ito guest:  → yes',
      'Alice Ito email: alice@example.com → ito@example.com',
      'Alice Ito manager: Bea Boss → ',
      'Alice Ito department: Engineering → Sales',
      'Alice Ito name: Alice Ito → Alice Ito-Li',
      'Alice Ito region: JP → ',
      'Alice Ito chat: slack:U7 → slack:U7 discord:U7 slack:U8',
    ]);
    expect(planned.people.map(({ before }) => before)).toEqual([ALICE]);
    expect(planned.changes.every(({ personId }) => personId === 'alice')).toBe(true);
  });

  it('gets the number and the address that were not known', () => {
    const people = [
      known({ id: 'n', name: 'Nora', email: null, chatIds: [{ platform: 'slack', userId: 'U1' }] }),
    ];
    const row = {
      email: 'nora@example.com',
      employeeNumber: 'E9',
      chatIds: [{ platform: 'slack', userId: 'U1' }],
    };

    expect(changesIn(plan([row], { people }))).toEqual([
      'Nora email:  → nora@example.com',
      'Nora number:  → E9',
    ]);
  });

  it('has the address as the file spells it where what was known was none', () => {
    const people = [known({ id: 'n', name: 'Nora', email: 'NORA', employeeNumber: 'E9' })];

    expect(changesIn(plan([{ employeeNumber: 'E9', email: 'nora' }], { people }))).toEqual([
      'Nora email: NORA → nora',
    ]);
  });

  it('keeps a manager whom the file cannot tell', () => {
    const planned = plan([{ email: 'alice@example.com', managers: ['nobody@example.com'], region: 'DE' }]);

    expect(problemsIn(planned)).toEqual(['2 manager unknown-manager: nobody@example.com']);
    expect(changesIn(plan([{ email: 'alice@example.com', region: 'DE' }]))).toEqual([
      'Alice Ito region: JP → DE',
    ]);
    expect(peopleIn(plan([{ email: 'alice@example.com', region: 'DE' }]))[0]?.managerId).toBe('bea');
  });

  it('has a manager from the file, by what the manager is called from now on', () => {
    const planned = plan([
      { email: 'bea@example.com', managers: ['Alice Li'] },
      { email: 'alice@example.com', name: 'Alice Li', managers: [] },
    ]);

    expect(problemsIn(planned)).toEqual([]);
    expect(changesIn(planned)).toEqual([
      'Bea Boss manager:  → Alice Li',
      'Alice Ito manager: Bea Boss → ',
      'Alice Ito name: Alice Ito → Alice Li',
    ]);
  });

  it('is deactivated when the file says that they left', () => {
    expect(changesIn(plan([{ email: 'alice@example.com', isActive: false }]))).toEqual([
      'Alice Ito deactivated:  → yes',
    ]);
  });

  it('does not change once they have left, and is brought back only on demand', () => {
    const row = { email: 'gus@example.com', name: 'Gus Again', isActive: true };
    const planned = plan([row]);

    expect([planned.people, planned.changes, planned.gone, planned.updated]).toEqual([[], [], [GUS], 1]);
    const back = plan([row], { bringBack: true });
    expect(changesIn(back)).toEqual(['Gus Gone reactivated:  → yes', 'Gus Gone name: Gus Gone → Gus Again']);
    expect(back.gone).toEqual([]);
  });

  it('is not brought back by a file that does not call them active', () => {
    const { isActive: _, ...unsaid } = { email: 'gus@example.com', isActive: true };

    expect(plan([unsaid], { bringBack: true }).gone).toEqual([GUS]);
    expect(plan([{ ...unsaid, isActive: false }], { bringBack: true })).toMatchObject({
      gone: [],
      people: [],
      updated: 1,
    });
    expect(plan([{ ...unsaid, isActive: false }]).skipped).toEqual([]);
  });
});

describe('people who are not in the file', () => {
  it('are told, if they are active, and stay', () => {
    const planned = plan([{ email: 'bea@example.com' }]);

    expect([planned.absent, planned.people]).toEqual([[ALICE], []]);
  });

  it('are deactivated on demand', () => {
    const planned = plan([{ email: 'bea@example.com' }], { deactivateAbsent: true });

    expect(changesIn(planned)).toEqual(['Alice Ito deactivated:  → yes']);
    expect(peopleIn(planned)).toEqual([{ ...ALICE, isDeactivated: true }]);
    expect([planned.absent, planned.updated]).toEqual([[ALICE], 1]);
  });
});

describe('what is wrong with a file', () => {
  it('is told in the order of its lines, whatever is wrong', () => {
    const planned = plan([
      { name: 'N', department: 'Sales', email: 'n@example.com', managers: ['nobody'] },
      { email: 'new@example.com', name: 'New' },
      { email: 'alice@example.com', employeeNumber: 'E8' },
    ]);

    expect(problemsIn(planned)).toEqual([
      '2 manager unknown-manager: nobody',
      '3 department missing-for-new: ',
      '4 employee_number number-differs: E8',
      '4 name missing-for-new: ',
      '4 department missing-for-new: ',
    ]);
  });
});

describe('a change of a person', () => {
  const names = namesOf([ALICE, BEA], [], DEPARTMENTS);

  it.each<[ChangeKind, Partial<KnownPerson>, string, string]>([
    ['deactivated', { isDeactivated: true }, '', 'yes'],
    ['role', { role: 'admin' }, 'employee', 'admin'],
    ['guest', { isGuest: true }, '', 'yes'],
    ['email', { email: null }, 'alice@example.com', ''],
    ['manager', { managerId: null }, 'Bea Boss', ''],
    ['manager', { managerId: 'stranger' }, 'Bea Boss', 'stranger'],
    ['department', { departmentId: 'elsewhere' }, 'Engineering', 'elsewhere'],
    ['name', { name: 'A' }, 'Alice Ito', 'A'],
    ['region', { region: 'DE' }, 'JP', 'DE'],
    ['number', { employeeNumber: null }, 'E7', ''],
    ['chat', { chatIds: [] }, 'slack:U7', ''],
  ])('of kind %s is what %j makes', (kind, patch, from, to) => {
    expect(changesOf({ before: ALICE, person: { ...ALICE, ...patch } }, names)).toEqual([
      { personId: 'alice', name: 'Alice Ito', kind, from, to },
    ]);
  });

  it('is none for somebody new, nor for somebody who stays away', () => {
    expect(changesOf({ before: undefined, person: ALICE }, names)).toEqual([]);
    expect(changesOf({ before: GUS, person: GUS }, names)).toEqual([]);
    expect(changesOf({ before: GUS, person: { ...GUS, isDeactivated: false } }, names)).toHaveLength(1);
  });

  it('is one of manager even if both are called the same', () => {
    const twins = namesOf([BEA, { ...BEA, id: 'bea2' }], [], []);
    const after = { ...ALICE, managerId: 'bea2' };

    expect(changesOf({ before: ALICE, person: after }, twins)).toMatchObject([
      { kind: 'manager', from: 'Bea Boss', to: 'Bea Boss' },
      // Departments that nobody names are told by their id, and do not differ.
    ]);
  });

  it('tells people by the names that they are to have', () => {
    const planned = [{ before: BEA, person: { ...BEA, name: 'Bea Chef' } }];

    expect(namesOf([ALICE, BEA], planned, []).person('bea')).toBe('Bea Chef');
    expect(namesOf([ALICE, BEA], planned, []).person(null)).toBe('');
  });

  it('is one of rights unless it is a name, a region or a number', () => {
    const plain = CHANGES.filter(
      (kind) => !changesRights({ personId: 'p', name: 'P', kind, from: '', to: '' }),
    );

    expect(plain).toEqual(['name', 'region', 'number']);
    expect(CHANGES).toHaveLength(11);
  });
});

describe('an old record that was merged into another one', () => {
  const OLD = known({ id: 'old', email: 'alice@old.example', isDeactivated: true, mergedInto: 'alice' });

  it('is meant as the kept one by a file that names it, whose address stays', () => {
    const planned = plan([{ email: 'Alice@Old.example', region: 'DE', isActive: true }], {
      people: [ALICE, BEA, OLD],
      bringBack: true,
    });

    expect(changesIn(planned)).toEqual(['Alice Ito region: JP → DE']);
    expect(problemsIn(planned)).toEqual([]);
  });

  it('is no manager: whoever names it has the kept one', () => {
    const planned = plan([{ email: 'bea@example.com', managers: ['alice@old.example'] }], {
      people: [{ ...ALICE, managerId: null }, BEA, OLD],
    });

    expect(peopleIn(planned)).toMatchObject([{ id: 'bea', managerId: 'alice' }]);
  });
});
