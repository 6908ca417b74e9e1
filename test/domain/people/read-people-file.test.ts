import { describe, expect, it } from 'vitest';
import { peopleProblemTexts } from '#src/chat/cards/people-problem-texts.ts';
import { brokenPeopleFile, readPeopleFile } from '#src/domain/people/read-people-file.ts';
import { type ImportOptions, type KnownPerson, planPeople } from '#src/domain/people/plan-people.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import { createWords } from '#src/words/words.ts';
import { known } from '#test/domain/people/known-person.ts';

const BOSS = known({ id: 'boss', name: 'Bea Boss', email: 'bea@example.com' });
const DISCORD_ID = '80351110224678912';

function read(text: string | Uint8Array) {
  const csv = readCsv(typeof text === 'string' ? Buffer.from(text) : text);
  return csv.ok ? readPeopleFile(csv.rows) : brokenPeopleFile(csv.why, csv.line);
}

const DEPARTMENTS = [{ id: 'engineering', name: 'Engineering' }];

function planOf(text: string, people: KnownPerson[] = [BOSS], options: ImportOptions = {}) {
  let ids = 0;
  function newId(): string {
    ids += 1;
    return `new${ids}`;
  }
  return planPeople({ rows: read(text).rows, known: people, departments: DEPARTMENTS, options, newId });
}

/** Each problem as `line column: reason`. */
function problemsIn(text: string, people: KnownPerson[] = [BOSS], options: ImportOptions = {}): string[] {
  const file = read(text);
  const found = [...file.rowProblems, ...planOf(text, people, options).problems];
  const noDepartment = 'people.problem.no-department';
  return peopleProblemTexts(createWords(), file, { found, noDepartment }).map(
    ({ line, column, reason }) => `${line} ${column}: ${reason}`,
  );
}

describe('reading a file of people', () => {
  it('takes columns in any order and case, quoted fields, and leaves empty lines out', () => {
    const { rows, problems } = read(
      'Department,EMAIL,Name\r\nR&D,alice@example.com,"Ito, Alice"\r\n\r\n,,\r\nR&D,bob@example.com,Bob\r\n',
    );

    expect(problems).toEqual([]);
    expect(rows.map(({ line, name, department, role }) => [line, name, department, role])).toEqual([
      [2, 'Ito, Alice', 'R&D', undefined],
      [5, 'Bob', 'R&D', undefined],
    ]);
  });

  it('reads what spreadsheets write: a BOM, semicolons', () => {
    const { rows, problems } = read('\uFEFFemail;name;department\nzoë@example.com;Zoë;Köln\n');

    expect(problems).toEqual([]);
    expect(rows[0]).toMatchObject({ email: 'zoë@example.com', name: 'Zoë', department: 'Köln' });
  });

  it('tells the line in which a record ends whose field spans lines', () => {
    expect(problemsIn('email,name,department\na@example.com,"A\nB",X\nnope,C,X\n')).toEqual([
      '3 name: contains a line break or another control character',
      '4 email: “nope” is not an email address',
    ]);
  });

  it.each([
    ['', '1 : the file is empty'],
    ['email,name,department\n', '1 : there is nobody below the header'],
    [
      'email,name\na@example.com,A\n',
      '1 department: this column is missing: say where new people belong with --department NAME, or which column says it with --map',
    ],
    ['email,name,department,email\na@b.co,A,X,c@d.co\n', '1 email: this column appears twice'],
    ['email,name,department\na@example.com,A\n', '2 : 2 fields, the header has 3'],
  ])('refuses %j', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  it('names the columns that it does not know, and reads the others', () => {
    const text = 'email,name,department,salary,Job Title\na@example.com,A,X,1,Chief Manager\n';

    expect(problemsIn(text)).toEqual([]);
    expect(read(text).unknown).toEqual(['salary', 'Job Title']);
    expect(read(text).rows[0]?.role).toBeUndefined();
  });

  it('says that a quote is left open', () => {
    expect(problemsIn('email,name,department\na@example.com,"A,X\n')).toEqual([
      expect.stringContaining('this is not CSV'),
    ]);
  });

  it('says that a file is not UTF-8', () => {
    const latin1 = Buffer.from('email,name,department\na@example.com,Zo\u00EB,X\n', 'latin1');

    expect(read(latin1).problems).toMatchObject([{ line: 1, kind: 'encoding' }]);
  });

  it('reads UTF-16 too, as some spreadsheets write it', () => {
    const utf16 = Buffer.from('\uFEFFemail\tname\tdepartment\nzoe@example.com\tZo\u00EB\tX\n', 'utf16le');

    expect(read(utf16).rows).toMatchObject([{ email: 'zoe@example.com', name: 'Zo\u00EB' }]);
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
      '2 manager_email: “nobody@example.com” is neither in the file nor known',
      '2 role: “boss” is not a role: employee, manager, approver, hr, finance, admin',
      '2 slack_id: “slackid” is not a user id, such as U024BE7LH',
      '2 discord_id: “ally#12” is not a user id, such as 80351110224678912',
      '4 email: is missing',
      '4 manager_email: “not-an-address” is neither in the file nor known',
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

describe('a file of an HR system, a directory or a chat', () => {
  it.each([
    [
      'Slack',
      'username,email,status,billing-active,userid,fullname,displayname\nmira.o,mira@example.com,Primary Owner,1,U07AAA0001,Mira Okafor,mira\npaula,paula@agency.example,Multi-Channel Guest,1,U07AAA0004,Paula Partner,paula\nex,ex@example.com,Deactivated,0,U07AAA0003,Ex Colleague,ex\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Sales', null, 'slack:U07AAA0001'],
        ['Paula Partner', 'paula@agency.example', 'Sales', null, 'slack:U07AAA0004 guest'],
      ],
    ],
    [
      'Google Workspace',
      'First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],Recovery Email,Employee ID,Employee Title,Manager Email,Department,Cost Center\nMira,Okafor,mira@example.com,Active,home@example.net,E001,CEO,,Management,100\nJonas,Weber,jonas@example.com,Active,,E002,Engineer,mira@example.com,Engineering,200\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Management', null, 'E001'],
        ['Jonas Weber', 'jonas@example.com', 'Engineering', 'Mira Okafor', 'E002'],
      ],
    ],
    [
      'Microsoft Entra',
      'userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,accountEnabled,usageLocation\nmira@corp.onmicrosoft.com,Mira Okafor,Okafor,mira@example.com,Mira,0b1c,Member,CEO,Management,True,DE\njonas@example.com,Jonas Weber,Weber,,Jonas,0b1d,Member,,Engineering,True,DE\nex@example.com,Ex Kollege,Kollege,ex@example.com,Ex,0b1e,Member,,Engineering,False,DE\np_agency.example#EXT#@corp.onmicrosoft.com,Paula,Partner,paula@agency.example,Paula,0b1f,Guest,,Engineering,True,\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Management', null, ''],
        ['Jonas Weber', 'jonas@example.com', 'Engineering', null, ''],
        ['Paula', 'paula@agency.example', 'Engineering', null, 'guest'],
      ],
    ],
    [
      'BambooHR, with a title above and people without an address',
      'Employee Directory\n\n"Employee #","Last name, First name","Work Email","Department","Division","Location","Reporting to","Employment Status","Hire Date"\n"1","Okafor, Mira","mira@example.com","Executive","HQ","Berlin","","Full-Time","01/02/2019"\n"3","Stein, Rita","","Warehouse","Operations","Leipzig","Okafor, Mira","Part-Time","07/01/2022"\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Executive', null, '1'],
        ['Rita Stein', null, 'Warehouse', 'Mira Okafor', '3'],
      ],
    ],
    [
      'Workday',
      "Employee ID,Worker,Email - Primary Work,Supervisory Organization,Manager ID,Worker's Manager,Business Title,Worker Status\n21001,Mira Okafor,mira@example.com,Executive Office,,,CEO,Active\n21002,Jonas Weber,jonas@example.com,Platform,21001,Mira Okafor,Engineer,Active\n21003,Ex Kollege,ex@example.com,Platform,21001,Mira Okafor,Engineer,Terminated\n",
      [
        ['Mira Okafor', 'mira@example.com', 'Executive Office', null, '21001'],
        ['Jonas Weber', 'jonas@example.com', 'Platform', 'Mira Okafor', '21002'],
      ],
    ],
    [
      'Personio',
      'ID;Vorname;Nachname;E-Mail;Status;Abteilung;Vorgesetzte:r;Standort\r\n1;Mira;Okafor;mira@example.com;Aktiv;Geschäftsführung;;Berlin\r\n2;Jörg;Weber;joerg@example.com;Aktiv;Entwicklung;Mira Okafor;Köln\r\n3;Ex;Kollege;ex@example.com;Inaktiv;Entwicklung;Mira Okafor;Köln\r\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Geschäftsführung', null, '1'],
        ['Jörg Weber', 'joerg@example.com', 'Entwicklung', 'Mira Okafor', '2'],
      ],
    ],
    [
      'Rippling',
      'Employee name,Work email,Department,Manager,Employment status,Title,Start date\nMira Okafor,mira@example.com,Executive,,Active,CEO,2019-01-02\nJonas Weber,jonas@example.com,Engineering,Mira Okafor,Active,Engineer,2021-03-15\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Executive', null, ''],
        ['Jonas Weber', 'jonas@example.com', 'Engineering', 'Mira Okafor', ''],
      ],
    ],
    [
      'HiBob',
      'Employee ID,Display name,First name,Last name,Email,Department,Reports to,Reports to email,Site,Lifecycle status\nb1,Mira Okafor,Mira,Okafor,mira@example.com,Executive,,,Berlin,Employed\nb2,Jonas Weber,Jonas,Weber,jonas@example.com,Engineering,Mira Okafor,mira@example.com,Berlin,Employed\nb3,Ex Kollege,Ex,Kollege,ex@example.com,Engineering,Mira Okafor,mira@example.com,Berlin,Terminated\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Executive', null, 'b1'],
        ['Jonas Weber', 'jonas@example.com', 'Engineering', 'Mira Okafor', 'b2'],
      ],
    ],
    [
      'ADP',
      'Position ID,Associate ID,Payroll Name,Legal First Name,Legal Last Name,Work Contact: Work Email,Home Department Code,Home Department Description,Reports To Name,Reports To Associate ID,Position Status,Job Title Description\nP01,A01,"Okafor, Mira",Mira,Okafor,mira@example.com,100,Executive,,,Active,CEO\nP02,A02,"Weber, Jonas",Jonas,Weber,jonas@example.com,200,Engineering,"Okafor, Mira",A01,Active,Engineer\nP03,A03,"Kollege, Ex",Ex,Kollege,,200,Engineering,"Okafor, Mira",A01,Terminated,Engineer\n',
      [
        ['Mira Okafor', 'mira@example.com', 'Executive', null, 'A01'],
        ['Jonas Weber', 'jonas@example.com', 'Engineering', 'Mira Okafor', 'A02'],
      ],
    ],
  ] as const)('is read as %s exports it', (_product, text, people) => {
    const options = { department: 'Sales' };

    expect(problemsIn(text, [], options)).toEqual([]);
    const plan = planOf(text, [], options);
    const names = new Map(plan.people.map(({ person }) => [person.id, person.name]));
    const rooms = new Map([...DEPARTMENTS, ...plan.departments].map(({ id, name }) => [id, name]));
    expect(
      plan.people.map(({ person }) => [
        person.name,
        person.email,
        rooms.get(person.departmentId),
        person.managerId && names.get(person.managerId),
        [
          person.employeeNumber ?? '',
          ...person.chatIds.map(({ platform, userId }) => `${platform}:${userId}`),
          person.isGuest ? 'guest' : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
      ]),
    ).toEqual(people);
    expect(plan.people.every(({ person }) => person.role === 'employee')).toBe(true);
  });
});
