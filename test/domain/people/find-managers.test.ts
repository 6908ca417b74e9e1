import { describe, expect, it } from 'vitest';
import { findManagers } from '#src/domain/people/find-managers.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import type { PersonRow } from '#src/domain/people/people-row.ts';
import { known } from './known-person.ts';

type Told = Partial<PersonRow> & { after: KnownPerson };

/** A row about somebody, as they are to be. */
function draft({ after, ...row }: Told, index = 0) {
  return { row: { line: index + 2, chatIds: [], ...row }, after };
}

function find(told: readonly Told[], people: readonly KnownPerson[] = [], skipped: PersonRow[] = []) {
  return findManagers(told.map(draft), { known: people, skipped });
}

const ALICE = known({ id: 'alice', name: 'Alice Ito', email: 'Alice@example.com', employeeNumber: 'E7' });
const BEA = known({ id: 'bea', name: 'Bea Boss', email: 'bea@example.com', employeeNumber: 'E1' });
const CARL = known({ id: 'carl', name: 'Carl Ode' });

/** Whom a text means as Alice's manager. */
function managerBy(texts: readonly string[], people: readonly KnownPerson[] = [BEA]) {
  const { ids, problems } = find([{ after: ALICE, managers: texts }], people);
  return problems.length > 0 ? problems.map(({ kind, text }) => `${kind}: ${text}`) : ids[0];
}

describe('the manager that a row names', () => {
  it.each([
    ['by address', 'bea@example.com'],
    ['by address in another case', 'BEA@Example.com'],
    ['by employee number', 'E1'],
    ['by name', 'Bea Boss'],
    ['by name in another case', 'bea boss'],
    ['by the name turned round', 'Boss, Bea'],
  ])('is found %s', (_, text) => {
    expect(managerBy([text])).toBe('bea');
  });

  it('is found by a name that is itself kept turned round', () => {
    expect(managerBy(['Bea Boss'], [{ ...BEA, name: 'Boss, Bea' }])).toBe('bea');
    expect(managerBy(['Boss, Bea'], [{ ...BEA, name: 'Boss, Bea' }])).toBe('bea');
  });

  it('is found in the file as they are to be', () => {
    const bea = { ...BEA, email: 'new@example.com', employeeNumber: 'N1' };
    const { ids, problems } = find(
      [{ after: ALICE, managers: ['new@example.com'] }, { after: bea }, { after: CARL, managers: ['N1'] }],
      [BEA],
    );

    expect(ids).toEqual(['bea', undefined, 'bea']);
    expect(problems).toEqual([]);
    expect(find([{ after: ALICE, managers: ['E1'] }, { after: bea }], [BEA]).problems).toHaveLength(1);
  });

  it('is found by another number of theirs in the file', () => {
    expect(
      find([
        { after: ALICE, managers: ['P9'] },
        { after: BEA, otherNumbers: ['P8', 'P9'] },
      ]).ids,
    ).toEqual(['bea', undefined]);
  });

  it('is whose employee number or address it is before whose other number', () => {
    const rows = [{ after: ALICE, managers: ['E1'] }, { after: CARL, otherNumbers: ['E1'] }, { after: BEA }];

    expect(find(rows).ids[0]).toBe('bea');
    expect(managerBy(['E1'], [CARL, { ...CARL, id: 'dora', name: 'E1' }, BEA])).toBe('bea');
  });

  it('is the first that is found, the surest first', () => {
    expect(managerBy(['nobody@example.com', 'E1', 'Carl Ode'], [BEA, CARL])).toBe('bea');
  });

  it('is nobody where the row says nobody, and stays where it says nothing', () => {
    expect(find([{ after: ALICE, managers: [] }, { after: BEA }])).toEqual({
      ids: [null, undefined],
      problems: [],
    });
  });

  it('is unknown when nobody is it', () => {
    expect(find([{ after: ALICE, managers: ['Nobody', 'nobody@example.com'] }], [BEA])).toEqual({
      ids: [undefined],
      problems: [{ line: 2, field: 'manager', kind: 'unknown-manager', text: 'Nobody', other: '' }],
    });
  });

  it('is not somebody without an address or a number because of an empty text', () => {
    expect(managerBy([''], [CARL])).toEqual(['unknown-manager: ']);
    expect(managerBy([''], [{ ...CARL, email: '', employeeNumber: '' }])).toEqual(['unknown-manager: ']);
  });

  it('is ambiguous when several are called so', () => {
    const other = { ...BEA, id: 'bea2', email: 'bea2@example.com', employeeNumber: null };

    expect(managerBy(['Bea Boss'], [BEA, other])).toEqual(['ambiguous-manager: Bea Boss']);
    expect(managerBy(['Bea Boss'], [BEA, { ...other, name: 'Boss, Bea' }])).toEqual([
      'ambiguous-manager: Bea Boss',
    ]);
    expect(managerBy(['Bea Boss'], [BEA, { ...other, isDeactivated: true }])).toBe('bea');
  });

  it('is found by address and number even if they have left, but not by name', () => {
    const left = { ...BEA, isDeactivated: true };

    expect(managerBy(['bea@example.com'], [left])).toBe('bea');
    expect(managerBy(['E1'], [left])).toBe('bea');
    expect(managerBy(['Bea Boss'], [left])).toEqual(['unknown-manager: Bea Boss']);
  });

  it.each(['gus@example.com', 'GUS@example.com', 'gus gone', 'g9'])(
    'is nobody when it was somebody who left and is not added: %s',
    (text) => {
      const gus = { chatIds: [], email: 'gus@example.com', name: 'Gus Gone', employeeNumber: 'G9' };

      expect(find([{ after: ALICE, managers: ['?', text] }], [], [gus])).toEqual({
        ids: [null],
        problems: [],
      });
    },
  );

  it('is not taken for somebody who left because of what is not known of them', () => {
    const { problems } = find([{ after: ALICE, managers: ['Stranger'] }], [], [{ chatIds: [] }]);

    expect(problems.map(({ kind }) => kind)).toEqual(['unknown-manager']);
    expect(find([{ after: ALICE, managers: [''] }], [], [{ chatIds: [] }]).problems).toHaveLength(1);
  });

  it('is ambiguous even if somebody of that name has left', () => {
    const twins = [known({ id: 'a', name: 'Gus Gone' }), known({ id: 'b', name: 'Gus Gone' })];
    const { problems } = find([{ after: ALICE, managers: ['Gus Gone'] }], twins, [
      { chatIds: [], name: 'Gus Gone' },
    ]);

    expect(problems.map(({ kind }) => kind)).toEqual(['ambiguous-manager']);
  });
});

describe('a circle of managers', () => {
  function circles(told: readonly Told[], people: readonly KnownPerson[] = []) {
    return find(told, people).problems.map(({ line, field, kind, text, other }) => {
      expect([field, kind, other]).toEqual(['manager', 'manager-circle', '']);
      return `${line}: ${text}`;
    });
  }

  it('is named at each of the file’s rows in it, by address, number or name', () => {
    const rows = [
      { after: ALICE, managers: ['E1'] },
      { after: { ...BEA, email: null }, managers: ['Carl Ode'] },
      { after: CARL, managers: ['alice@example.com'] },
    ];

    expect(circles(rows)).toEqual([
      '2: alice@example.com → E1 → Carl Ode → alice@example.com',
      '3: E1 → Carl Ode → alice@example.com → E1',
      '4: Carl Ode → alice@example.com → E1 → Carl Ode',
    ]);
  });

  it('is somebody who manages themselves', () => {
    expect(circles([{ after: ALICE, managers: ['E7'] }])).toEqual([
      '2: alice@example.com → alice@example.com',
    ]);
  });

  it('is found through people who are not in the file', () => {
    expect(circles([{ after: ALICE, managers: ['E1'] }], [{ ...BEA, managerId: 'alice' }])).toEqual([
      '2: alice@example.com → bea@example.com → alice@example.com',
    ]);
  });

  it('is found through rows that say nothing about their manager, and named only where one is said', () => {
    const rows = [{ after: ALICE, managers: ['E1'] }, { after: { ...BEA, managerId: 'alice' } }];

    expect(circles(rows, [BEA])).toEqual(['2: alice@example.com → bea@example.com → alice@example.com']);
  });

  it('is none when the file ends it', () => {
    const rows = [
      { after: ALICE, managers: ['E1'] },
      { after: { ...BEA, managerId: 'alice' }, managers: [] },
    ];

    expect(circles(rows, [{ ...BEA, managerId: 'alice' }])).toEqual([]);
  });

  it('is not said of those who are only managed from within it', () => {
    const above = { ...CARL, managerId: 'carl' };

    expect(circles([{ after: ALICE, managers: ['Carl Ode'] }], [above])).toEqual([]);
  });

  it('is none in a line of managers that ends', () => {
    expect(
      circles(
        [
          { after: ALICE, managers: ['E1'] },
          { after: BEA, managers: ['Carl Ode'] },
        ],
        [CARL],
      ),
    ).toEqual([]);
  });
});
