import { describe, expect, it } from 'vitest';
import { type KnownPerson, matchPeople } from '#src/domain/people/match-people.ts';
import type { PersonRow } from '#src/domain/people/people-row.ts';
import { known } from './known-person.ts';

const ALICE = known({
  id: 'alice',
  name: 'Alice Ito',
  email: 'Alice@example.com',
  employeeNumber: 'E7',
  chatIds: [{ platform: 'slack', userId: 'U7' }],
});
const BEA = known({ id: 'bea', name: 'Bea Boss', email: 'bea@example.com', employeeNumber: 'E1' });
const EVERYBODY = [ALICE, BEA];

type Told = Partial<PersonRow>;

function slack(userId: string) {
  return { chatIds: [{ platform: 'slack', userId }] };
}

function discord(userId: string) {
  return { chatIds: [{ platform: 'discord', userId }] };
}

/** Who each row is, and every problem as `line field kind: text (other)`. */
function match(told: readonly Told[], people: readonly KnownPerson[] = EVERYBODY) {
  const rows = told.map((row, index) => ({ line: index + 2, chatIds: [], ...row }));
  const { matches, problems } = matchPeople(rows, people);
  return {
    ids: matches.map((one) => one?.id),
    problems: problems.map(
      ({ line, field, kind, text, other }) => `${line} ${field} ${kind}: ${text} (${other})`,
    ),
  };
}

function is(row: Told, people?: readonly KnownPerson[]) {
  const { ids, problems } = match([row], people);
  return problems.length > 0 ? problems : ids[0];
}

describe('the person that a row of a file is', () => {
  it.each<[string, Told, string | undefined]>([
    ['by employee number', { employeeNumber: 'E7' }, 'alice'],
    ['by address in any case', { email: 'aLICE@Example.com' }, 'alice'],
    ['by chat user', slack('U7'), 'alice'],
    ['by number and address alike', { employeeNumber: 'E1', email: 'bea@example.com' }, 'bea'],
    ['as nobody yet', { employeeNumber: 'E9', email: 'new@example.com', ...slack('U9') }, undefined],
    ['as nobody by a user of that id elsewhere', discord('U7'), undefined],
  ])('is known %s', (_, row, id) => {
    expect(is(row)).toBe(id);
  });

  it('is known by address although they have no number yet', () => {
    expect(is({ employeeNumber: 'E9', email: 'b@x.co' }, [known({ id: 'b', email: 'b@x.co' })])).toBe('b');
  });

  it('is known by number although their address is new, if they may be called so', () => {
    const row = { employeeNumber: 'E7', email: 'ito@example.com' };

    expect(is(row)).toBe('alice');
    expect(is({ ...row, name: 'Ito, A.' })).toBe('alice');
    expect(is({ ...row, name: 'alice smith' })).toBe('alice');
    expect(is({ ...row, name: 'Carl Ode' })).toEqual([
      '2 employee_number number-differs: E7 (Alice Ito (Alice@example.com))',
    ]);
    expect(is({ ...row, name: 'Alicent' })).toEqual([expect.stringContaining('number-differs')]);
    expect(is({ ...row, name: 'Carl Ode', email: 'ALICE@example.com' })).toBe('alice');
    expect(is({ employeeNumber: 'E7', name: 'Carl Ode' })).toBe('alice');
  });

  it('is not known by number and a comma in the name', () => {
    const row = { employeeNumber: 'E7', email: 'ode@example.com', name: 'Ode,  Carl,' };

    expect(is(row, [{ ...ALICE, name: ',Ito,  Alice' }])).toEqual([
      expect.stringContaining('number-differs'),
    ]);
    expect(is({ ...row, name: 'Ito,Alice' }, [{ ...ALICE, name: 'Ito,Alice' }])).toBe('alice');
  });

  it('is known by number whatever their address, if none was known', () => {
    const nobody = known({ id: 'n', name: 'Nora', employeeNumber: 'N' });

    expect(is({ employeeNumber: 'N', email: 'carl@example.com', name: 'Carl' }, [nobody])).toBe('n');
  });

  it('is not known by what neither of them has', () => {
    expect(is({ email: '' }, [known({ id: 'n', email: '' })])).toBeUndefined();
    expect(is({ employeeNumber: '' }, [known({ id: 'n', employeeNumber: '' })])).toBeUndefined();
  });
});

describe('a row that could be two people', () => {
  it('has the number of one and the address of another', () => {
    expect(is({ employeeNumber: 'E7', email: 'bea@example.com' })).toEqual([
      '2 email taken: bea@example.com (Bea Boss (bea@example.com))',
    ]);
  });

  it('has the address of somebody with another number', () => {
    expect(is({ employeeNumber: 'E9', email: 'bea@example.com' })).toEqual([
      '2 employee_number number-differs: E9 (Bea Boss (bea@example.com), E1)',
    ]);
  });

  it('has the chat user of another, who is named by what is known of them', () => {
    expect(is({ email: 'bea@example.com', ...slack('U7') })).toEqual([
      '2 slack_id taken: U7 (Alice Ito (Alice@example.com))',
    ]);
    expect(match([{ email: 'bea@example.com', ...slack('U7') }]).ids).toEqual(['bea']);
    const others = [BEA, known({ id: 'd', name: 'Dan', employeeNumber: 'E4', ...discord('9') })];
    expect(is({ email: 'bea@example.com', ...discord('9') }, others)).toEqual([
      '2 discord_id taken: 9 (Dan (E4))',
    ]);
    const unnamed = [BEA, known({ id: 'd', name: 'Dan', ...discord('9') })];
    expect(is({ email: 'bea@example.com', ...discord('9') }, unnamed)).toEqual([
      '2 discord_id taken: 9 (Dan (without email))',
    ]);
  });

  it('is whose chat user it names, if they may be called so', () => {
    const row = { email: 'new@example.com', ...slack('U7') };

    expect(is(row)).toBe('alice');
    expect(is({ ...row, name: 'ITO' })).toBe('alice');
    expect(is({ ...row, name: 'Carl Ode' })).toEqual([
      '2 slack_id taken: U7 (Alice Ito (Alice@example.com))',
    ]);
    expect(match([{ ...row, name: 'Carl Ode' }]).ids).toEqual([undefined]);
    expect(is({ ...slack('U7'), name: 'Carl Ode' })).toBe('alice');
    expect(is({ ...row, name: 'Carl Ode' }, [{ ...ALICE, email: null }])).toBe('alice');
  });

  it('may name users of their own and of nobody beside another’s', () => {
    const chatIds = [...slack('U9').chatIds, ...slack('U7').chatIds];

    expect(is({ email: 'alice@example.com', chatIds })).toBe('alice');
    expect(is({ email: 'bea@example.com', chatIds })).toEqual([
      expect.stringContaining('slack_id taken: U7'),
    ]);
    const both = [ALICE, { ...BEA, ...discord('9') }];
    const users = [...slack('U7').chatIds, ...discord('9').chatIds];
    expect(is({ email: 'alice@example.com', chatIds: users }, both)).toEqual([
      '2 discord_id taken: 9 (Bea Boss (bea@example.com))',
    ]);
  });
});

describe('a row of a file', () => {
  it('names somebody, by address, number or chat user', () => {
    expect(is({ name: 'Alice Ito' })).toEqual(['2 email nobody-named:  ()']);
    expect([{ email: 'x@y.zz' }, { employeeNumber: 'X' }, slack('UX')].map((row) => is(row))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each<[string, Told, Told, string]>([
    ['address', { email: 'x@y.zz' }, { email: 'X@y.zz' }, '3 email repeated-email: x@y.zz (2)'],
    ['number', { employeeNumber: 'X' }, { employeeNumber: 'X' }, '3 employee_number repeated-number: X (2)'],
    ['Slack user', slack('UX'), slack('UX'), '3 slack_id repeated-slack: UX (2)'],
    ['Discord user', discord('9'), discord('9'), '3 discord_id repeated-discord: 9 (2)'],
  ])('does not have the %s of another', (_, one, other, problem) => {
    expect(match([one, other]).problems).toEqual([problem]);
    expect(match([one, {}, other]).problems).toContain(problem.replace('3', '4'));
  });

  it('may lack what others lack', () => {
    const rows = [
      { email: '', employeeNumber: 'A', ...slack('') },
      { email: '', employeeNumber: 'B', ...slack('') },
      { email: 'a@b.co', employeeNumber: '' },
      { email: 'c@d.co', employeeNumber: '' },
    ];

    expect(match(rows).problems).toEqual([]);
  });

  it('is not the person that another row is', () => {
    expect(
      match([{ employeeNumber: 'E7' }, { email: 'bea@example.com' }, { email: 'alice@example.com' }]),
    ).toEqual({ ids: ['alice', 'bea', 'alice'], problems: ['4  repeated-person: Alice Ito (2)'] });
    expect(match([{ employeeNumber: 'E7' }, { email: 'alice@example.com' }, slack('U7')]).problems).toEqual([
      '3  repeated-person: Alice Ito (2)',
      '4  repeated-person: Alice Ito (2)',
    ]);
  });

  it('is told once that it is there twice', () => {
    expect(match([{ email: 'alice@example.com' }, { email: 'alice@example.com' }]).problems).toEqual([
      '3 email repeated-email: alice@example.com (2)',
    ]);
  });

  it('may be the only one in a file without lines', () => {
    const row = { chatIds: [], email: 'x@y.zz' };

    expect(matchPeople([row, row], []).problems).toEqual([
      { line: 0, field: 'email', kind: 'repeated-email', text: 'x@y.zz', other: '0' },
    ]);
    const two = [
      { chatIds: [], email: 'alice@example.com' },
      { chatIds: [], employeeNumber: 'E7' },
    ];
    expect(matchPeople(two, EVERYBODY).problems).toEqual([
      { line: 0, field: '', kind: 'repeated-person', text: 'Alice Ito', other: '0' },
    ]);
  });
});
