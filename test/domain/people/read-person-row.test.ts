import { describe, expect, it } from 'vitest';
import type { PeopleField } from '#src/domain/people/people-columns.ts';
import { lastFirst, type PersonFields, readPersonRow } from '#src/domain/people/read-person-row.ts';

/** What a row says beside its line. */
function said(fields: PersonFields) {
  const { row, problems } = readPersonRow(7, fields);
  expect(problems).toEqual([]);
  const { line, ...rest } = row;
  expect(line).toBe(7);
  return rest;
}

/** Each problem as `field kind: text (other)`. */
function problemsIn(fields: PersonFields) {
  return readPersonRow(7, fields).problems.map(({ line, field, kind, text, other }) => {
    expect(line).toBe(7);
    return `${field} ${kind}: ${text} (${other})`;
  });
}

describe('a row of a people file', () => {
  it('says nothing that is not in it', () => {
    expect(said({})).toStrictEqual({ chatIds: [] });
    const empty = Object.fromEntries(
      ['email', 'name', 'department', 'role', 'guest', 'employee_number', 'slack_id', 'user_id'].map(
        (one) => [one, ['']],
      ),
    );
    expect(said(empty)).toStrictEqual({ otherNumbers: [], chatIds: [] });
  });

  it('says all of a person', () => {
    expect(
      said({
        email: ['alice@example.com'],
        name: ['Alice Ito'],
        department: ['Sales'],
        manager: ['bea@example.com', 'E1'],
        role: ['Manager'],
        region: ['DE'],
        employee_number: ['E7', 'P9'],
        guest: ['no'],
        status: ['Active'],
        slack_id: ['U024BE7LH'],
        discord_id: ['80351110224678912'],
      }),
    ).toEqual({
      email: 'alice@example.com',
      name: 'Alice Ito',
      department: 'Sales',
      managers: ['bea@example.com', 'E1'],
      role: 'manager',
      region: 'DE',
      employeeNumber: 'E7',
      otherNumbers: ['P9'],
      isGuest: false,
      isActive: true,
      chatIds: [
        { platform: 'slack', userId: 'U024BE7LH' },
        { platform: 'discord', userId: '80351110224678912' },
      ],
    });
  });

  it('takes away a manager, a region and a right where its cell is empty, and no name', () => {
    expect(said({ manager: [''], region: [''], name: [''], department: [''] })).toEqual({
      managers: [],
      region: '',
      chatIds: [],
    });
  });

  it('leaves out empty cells of several columns', () => {
    expect(
      said({
        name: ['', 'Alice'],
        department: ['', 'Sales'],
        manager: ['', 'bea@example.com'],
        role: ['', 'hr'],
        region: ['', 'DE'],
        employee_number: ['E7', '', 'P9'],
        guest: ['', 'yes'],
      }),
    ).toEqual({
      name: 'Alice',
      department: 'Sales',
      managers: ['bea@example.com'],
      role: 'hr',
      region: 'DE',
      employeeNumber: 'E7',
      otherNumbers: ['P9'],
      isGuest: true,
      chatIds: [],
    });
  });
});

describe('the name in a row', () => {
  it.each<[PersonFields, string | undefined]>([
    [{ name: ['Alice Ito'], first_name: ['A'], last_name: ['I'], last_first_name: ['I, A'] }, 'Alice Ito'],
    [{ last_first_name: ['Ito, Alice'], first_name: ['A'], last_name: ['I'] }, 'Alice Ito'],
    [{ first_name: ['Alice'], last_name: ['Ito'] }, 'Alice Ito'],
    [{ first_name: [''], last_name: ['Ito'] }, 'Ito'],
    [{ first_name: ['Alice'] }, 'Alice'],
    [{ name: [''], first_name: ['Alice'], last_name: [''] }, 'Alice'],
    [{ first_name: [''], last_name: [''] }, undefined],
  ])('of %j is %s', (fields, name) => {
    expect(said(fields)['name']).toBe(name);
  });

  it.each([
    ['Okafor, Mira', 'Mira Okafor'],
    [' Okafor ,  Mira ', 'Mira Okafor'],
    [',Mira', 'Mira'],
    ['Okafor', 'Okafor'],
    ['Okafor,', 'Okafor,'],
    ['Okafor, ', 'Okafor, '],
    ['Okafor, Mira, PhD', 'Okafor, Mira, PhD'],
    ['', ''],
  ])('“%s” is called “%s”', (text, name) => {
    expect(lastFirst(text)).toBe(name);
  });
});

describe('the address in a row', () => {
  it.each<[string, string[], string | undefined]>([
    ['is the first that is one', ['alice', 'alice@example.com', 'b@example.com'], 'alice@example.com'],
    ['is not that of a guest account', ['a_x.com#EXT#@y.example', 'alice@x.com'], 'alice@x.com'],
    ['is nobody’s where the best column is empty', ['', 'alice'], undefined],
  ])('%s', (_, email, read) => {
    expect(said({ email })['email']).toBe(read);
  });

  it('is wrong where no column holds one', () => {
    expect(problemsIn({ email: ['alice', 'ito'] })).toEqual(['email not-address: alice ()']);
    expect(problemsIn({ email: ['a_x.com#EXT#@y.example'] })).toHaveLength(1);
    expect(readPersonRow(7, { email: ['alice'] }).row).toEqual({ line: 7, chatIds: [] });
  });
});

describe('the role in a row', () => {
  it('is one of ours, in any case', () => {
    expect(said({ role: ['HR'] })).toEqual({ role: 'hr', chatIds: [] });
    expect(problemsIn({ role: ['Boss'] })).toEqual([
      'role not-role: Boss (employee, manager, approver, hr, finance, admin)',
    ]);
    expect(readPersonRow(7, { role: ['Boss'] }).row).toEqual({ line: 7, chatIds: [] });
  });
});

describe('whether somebody in a row is a guest', () => {
  it.each<[string, PersonFields, boolean | undefined]>([
    ['by its column', { guest: ['yes'] }, true],
    ['by its column before the status', { guest: ['no'], status: ['Guest'] }, false],
    ['by the status', { status: ['Active', 'Multi-Channel Guest'] }, true],
    ['by the status where the column is empty', { guest: [''], status: ['Guest'] }, true],
    ['not at all', { status: ['Active'] }, undefined],
  ])('is said %s', (_, fields, isGuest) => {
    expect(said(fields)['isGuest']).toBe(isGuest);
  });

  it('is not guessed', () => {
    expect(problemsIn({ guest: ['perhaps'] })).toEqual(['guest not-yes-or-no: perhaps ()']);
  });
});

describe('whether somebody in a row works here', () => {
  it.each<[PersonFields, boolean | undefined]>([
    [{ status: ['Active'] }, true],
    [{ status: ['Active', 'Terminated'] }, false],
    [{ status: [''] }, true],
    [{}, undefined],
  ])('of %j is %s', (fields, isActive) => {
    expect(said(fields)['isActive']).toBe(isActive);
  });
});

describe('a chat user in a row', () => {
  const NINETEEN = '1234567890123456789';

  it.each<[string, PersonFields, string[]]>([
    ['of Slack', { slack_id: ['U024BE7LH'] }, ['slack:U024BE7LH']],
    ['of Slack’s Enterprise Grid', { slack_id: ['W02'] }, ['slack:W02']],
    ['of Slack, as long as ids get', { slack_id: [`U${'A'.repeat(20)}`] }, [`slack:U${'A'.repeat(20)}`]],
    ['of Discord, of 17 digits', { discord_id: ['80351110224678912'] }, ['discord:80351110224678912']],
    ['of Discord, of 20 digits', { discord_id: [`1${NINETEEN}`] }, [`discord:1${NINETEEN}`]],
    ['by the look of its id, of Slack', { user_id: ['U024BE7LH'] }, ['slack:U024BE7LH']],
    ['by the look of its id, of Discord', { user_id: [NINETEEN] }, [`discord:${NINETEEN}`]],
    ['of a platform that is not ours', { user_id: ['42'] }, []],
    ['of Slack by its own column first', { slack_id: ['U02'], user_id: ['U03'] }, ['slack:U02']],
    ['not by digits that a spreadsheet rounded', { user_id: ['123456789012345000'] }, []],
  ])('is %s', (_, fields, users) => {
    const { chatIds } = said(fields);

    expect(chatIds.map(({ platform, userId }) => `${platform}:${userId}`)).toEqual(users);
  });

  it.each(['U1', 'X024BE7LH', 'u024be7lh', 'U024BE7LH!', '@U024BE7LH', `U${'A'.repeat(21)}`, 'alice'])(
    'of Slack is not “%s”',
    (id) => {
      expect(problemsIn({ slack_id: [id] })).toEqual([`slack_id not-user-id: ${id} (U024BE7LH)`]);
      expect(readPersonRow(7, { slack_id: [id] }).row.chatIds).toEqual([]);
    },
  );

  it.each(['8035111022467891', `12${NINETEEN}`, `${NINETEEN}x`, `x${NINETEEN}`, 'ally#12'])(
    'of Discord is not “%s”',
    (id) => {
      expect(problemsIn({ discord_id: [id] })).toEqual([`discord_id not-user-id: ${id} (80351110224678912)`]);
    },
  );

  it.each(['123456789012345000', '12345678901234500', '1.23457E+17', '8,03511E+16', '8e16', '1E17'])(
    'of Discord was rounded by a spreadsheet: %s',
    (id) => {
      expect(problemsIn({ discord_id: [id] })).toEqual([`discord_id rounded: ${id} ()`]);
      expect(readPersonRow(7, { discord_id: [id] }).row.chatIds).toEqual([]);
    },
  );
});

describe('a rounded number', () => {
  it('is none of Slack’s ids', () => {
    expect(problemsIn({ slack_id: ['8E16'] })).toEqual(['slack_id not-user-id: 8E16 (U024BE7LH)']);
  });
});

describe('the employee number in a row', () => {
  it.each(['1.23457E+17', '1,2e5', '5E+20', '1e3', '12345678901234500', '123456789012345000'])(
    'was rounded by a spreadsheet: %s',
    (number) => {
      expect(problemsIn({ employee_number: [number] })).toEqual([`employee_number rounded: ${number} ()`]);
    },
  );

  it.each([
    'E7',
    '100',
    '123456789012345',
    '1234567890123456700',
    'E12345678901234500',
    '12345678901234500E',
    '1234567890123450',
    '1e',
    'e5',
    '12e5',
    '1.e5',
    '1e5x',
    'x1e5',
    'A1.5e+3',
  ])('is kept as it is: %s', (number) => {
    expect(said({ employee_number: [number] })['employeeNumber']).toBe(number);
  });
});

describe('a text in a row', () => {
  it.each<[PeopleField, number]>([
    ['name', 200],
    ['last_first_name', 200],
    ['first_name', 100],
    ['last_name', 100],
    ['department', 100],
    ['region', 100],
    ['employee_number', 60],
    ['manager', 254],
    ['status', 100],
  ])('%s has at most %i characters', (field, most) => {
    expect(problemsIn({ [field]: ['x'.repeat(most)] })).toEqual([]);
    expect(problemsIn({ [field]: ['x', 'x'.repeat(most + 1)] })).toEqual([
      `${field} too-long: ${most + 1} (${most})`,
    ]);
  });

  it('of an address has at most 254 characters', () => {
    const longest = `${'a'.repeat(242)}@example.com`;

    expect(problemsIn({ email: [longest] })).toEqual([]);
    expect(problemsIn({ email: [`a${longest}`] })).toContain('email too-long: 255 (254)');
  });

  it('controls no terminal', () => {
    expect(problemsIn({ name: ['A\nB'] })).toEqual(['name control:  ()']);
    expect(problemsIn({ name: ['x'.repeat(201) + '\u001b'] })).toEqual(['name control:  ()']);
  });
});
