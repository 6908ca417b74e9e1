import { describe, expect, it } from 'vitest';
import { checkPeople } from '#src/cli/people/file/check-people.ts';
import { createKnownPeople } from '#src/cli/people/file/known-people.ts';
import { readPeopleFile } from '#src/cli/people/file/read-people-file.ts';
import type { DirectoryPerson } from '#src/db/queries/list-people-directory.ts';

const BOSS = known({ id: 'boss', name: 'Bea Boss', email: 'bea@example.com' });
const DISCORD_ID = '80351110224678912';

function known(person: Partial<DirectoryPerson> & { id: string }): DirectoryPerson {
  return {
    name: person.id,
    email: null,
    role: 'employee',
    department: 'Engineering',
    region: '',
    managerId: null,
    managerEmail: null,
    isDeactivated: false,
    chatIds: [],
    ...person,
  };
}

function read(text: string | Uint8Array) {
  return readPeopleFile(typeof text === 'string' ? Buffer.from(text) : text);
}

/** Each problem as `line column: reason`. */
function problemsIn(text: string, people: DirectoryPerson[] = [BOSS]): string[] {
  const { lines, problems } = read(text);
  const all = [...problems, ...checkPeople(lines, createKnownPeople(people))];
  return all.map(({ line, column, reason }) => `${line} ${column}: ${reason}`);
}

describe('reading a file of people', () => {
  it('takes columns in any order and case, quoted fields, and leaves empty lines out', () => {
    const { lines, problems } = read(
      'Department,EMAIL,Name\r\nR&D,alice@example.com,"Ito, Alice"\r\n\r\n,,\r\nR&D,bob@example.com,Bob\r\n',
    );

    expect(problems).toEqual([]);
    expect(lines.map(({ line, fields }) => [line, fields.name, fields.department, fields.role])).toEqual([
      [2, 'Ito, Alice', 'R&D', ''],
      [5, 'Bob', 'R&D', ''],
    ]);
  });

  it('reads what spreadsheets write: a BOM, semicolons', () => {
    const { lines, problems } = read('\uFEFFemail;name;department\nzoë@example.com;Zoë;Köln\n');

    expect(problems).toEqual([]);
    expect(lines[0]?.fields).toMatchObject({ email: 'zoë@example.com', name: 'Zoë', department: 'Köln' });
  });

  it('tells the line in which a record ends whose field spans lines', () => {
    expect(problemsIn('email,name,department\na@example.com,"A\nB",X\nnope,C,X\n')).toEqual([
      '4 email: “nope” is not an email address',
    ]);
  });

  it.each([
    ['', '1 : the file is empty'],
    ['email,name,department\n', '1 : there is nobody below the header'],
    ['email,name\na@example.com,A\n', '1 department: this column is missing'],
    ['email,name,department,email\na@b.co,A,X,c@d.co\n', '1 email: this column appears twice'],
    ['email,name,department\na@example.com,A\n', '2 : 2 fields, the header has 3'],
  ])('refuses %j', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  it('names the columns that it does not know', () => {
    expect(problemsIn('email,name,department,salary\na@example.com,A,X,1\n')).toEqual([
      expect.stringMatching(/^1 salary: unknown column; known: email, name, department/u),
    ]);
  });

  it('says that a quote is left open', () => {
    expect(problemsIn('email,name,department\na@example.com,"A,X\n')).toEqual([
      expect.stringContaining('this is not CSV'),
    ]);
  });

  it('says that a file is not UTF-8', () => {
    const latin1 = Buffer.from('email,name,department\na@example.com,Zo\u00EB,X\n', 'latin1');

    expect(read(latin1).problems).toEqual([
      { line: 1, column: '', reason: expect.stringContaining('UTF-8') as string },
    ]);
  });
});

describe('checking a file of people', () => {
  it('lists every bad field of every line', () => {
    const text = [
      'email,name,department,manager_email,role,slack_id,discord_id',
      'alice,,,nobody@example.com,boss,slackid,ally#12',
      'bob@example.com,Bob,X,bea@example.com,Manager,U024BE7LH,80351110224678912',
      ',Carl,X,not-an-address,,,',
    ].join('\n');

    expect(problemsIn(text)).toEqual([
      '2 email: “alice” is not an email address',
      '2 name: is missing',
      '2 department: is missing',
      '2 role: “boss” is not a role: employee, manager, approver, hr, finance, admin',
      '2 slack_id: “slackid” is not a user id, such as U024BE7LH',
      '2 discord_id: “ally#12” is not a user id, such as 80351110224678912',
      '2 manager_email: “nobody@example.com” is neither in the file nor known',
      '4 email: is missing',
      '4 manager_email: “not-an-address” is not an email address',
    ]);
  });

  it('finds addresses and chat users that are there twice, whatever their case', () => {
    const text = [
      'email,name,department,slack_id,discord_id',
      `a@example.com,A,X,U024BE7LH,${DISCORD_ID}`,
      `A@example.com,A,X,U024BE7LH,${DISCORD_ID}`,
    ].join('\n');

    expect(problemsIn(text)).toEqual([
      '3 email: this address is in line 2 too',
      '3 slack_id: this Slack user is in line 2 too',
      '3 discord_id: this Discord user is in line 2 too',
    ]);
  });

  describe('with a chat user whom somebody has', () => {
    const text = `email,name,department,discord_id\nann@example.com,Ann,X,${DISCORD_ID}\n`;
    const chatIds = [{ platform: 'discord', userId: DISCORD_ID }];

    it('refuses when that is somebody else', () => {
      const owner = known({ id: 'o', name: 'Olaf', email: 'olaf@example.com', chatIds });

      expect(problemsIn(text, [owner])).toEqual([`2 discord_id: “${DISCORD_ID}” is Olaf (olaf@example.com)`]);
    });

    it('takes the same person again', () => {
      expect(problemsIn(text, [known({ id: 'a', email: 'Ann@example.com', chatIds })])).toEqual([]);
    });

    it('takes one who joined in chat and has no address yet', () => {
      expect(problemsIn(text, [known({ id: 'a', chatIds })])).toEqual([]);
    });

    it('does not take a chat user from one without an address for another who is known', () => {
      const people = [
        known({ id: 'o', name: 'Olaf', chatIds }),
        known({ id: 'a', email: 'ann@example.com' }),
      ];

      expect(problemsIn(text, people)).toEqual([`2 discord_id: “${DISCORD_ID}” is Olaf (without email)`]);
    });
  });

  it('finds managers who lead back to themselves, in the file alone', () => {
    const text = [
      'email,name,department,manager_email',
      'a@example.com,A,X,b@example.com',
      'b@example.com,B,X,A@example.com',
      'c@example.com,C,X,a@example.com',
      'd@example.com,D,X,d@example.com',
    ].join('\n');

    expect(problemsIn(text)).toEqual([
      '2 manager_email: leads back to themselves: a@example.com → b@example.com → a@example.com',
      '3 manager_email: leads back to themselves: b@example.com → a@example.com → b@example.com',
      '5 manager_email: leads back to themselves: d@example.com → d@example.com',
    ]);
  });

  it('finds a circle that closes over people who are known already', () => {
    const text = 'email,name,department,manager_email\nbea@example.com,Bea,X,cleo@example.com\n';
    const cleo = known({ id: 'cleo', email: 'cleo@example.com', managerId: 'boss' });

    expect(problemsIn(text, [BOSS, cleo])).toEqual([
      '2 manager_email: leads back to themselves: bea@example.com → cleo@example.com → bea@example.com',
    ]);
  });

  it('lets the file end a circle that would be', () => {
    const text =
      'email,name,department,manager_email\nbea@example.com,Bea,X,cleo@example.com\ncleo@example.com,Cleo,X,\n';
    const cleo = known({ id: 'cleo', email: 'cleo@example.com', managerId: 'boss' });

    expect(problemsIn(text, [BOSS, cleo])).toEqual([]);
  });

  it('finds a circle over somebody who gets their address by this file', () => {
    const joined = known({ id: 'j', chatIds: [{ platform: 'discord', userId: DISCORD_ID }] });
    const report = known({ id: 'r', email: 'rita@example.com', managerId: 'j' });
    const text = `email,name,department,manager_email,discord_id\njo@example.com,Jo,X,rita@example.com,${DISCORD_ID}\n`;

    expect(problemsIn(text, [joined, report])).toEqual([
      '2 manager_email: leads back to themselves: jo@example.com → rita@example.com → jo@example.com',
    ]);
  });
});
