import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { openSite, PUBLIC_URL, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let priya: Visitor;
let zoe: Visitor;
beforeEach(async () => {
  site = await openSite(database.db);
  priya = await comeWithFactor('priya');
  zoe = await comeWithFactor('zoe');
});

async function comeWithFactor(who: string): Promise<Visitor> {
  const phone = await enrol(site.core, await site.person(who));
  const visitor = await site.signIn(who);
  await visitor.post('/second-factor/code', { code: phone.shows() });
  return visitor;
}

function upload(visitor: Visitor, file: string | Buffer) {
  const body = new FormData();
  body.append('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), 'people.csv');
  return visitor.send('/people/import', { method: 'POST', body, headers: { origin: PUBLIC_URL } });
}

type Fields = [name: string, value: string][];

/** What a form on a page sends as it stands; several fields may have one name. */
function formIn(html: string, action: string): Fields {
  const [, form = ''] =
    new RegExp(`<form[^>]*action="${action}"[^>]*>([\\s\\S]*?)</form>`, 'u').exec(html) ?? [];
  const fields = form.matchAll(
    /<input type="hidden" name="([^"]+)" value="([^"]*)"|<select name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/gu,
  );
  return Array.from(fields, ([, name, value, select, options]): [string, string] => {
    if (name !== undefined) return [name, unescaped(value ?? '')];
    const [, chosen = ''] = /<option value="([^"]*)" selected/u.exec(options ?? '') ?? [];
    return [select ?? '', chosen];
  });
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function send(visitor: Visitor, path: string, fields: Fields) {
  return visitor.send(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: PUBLIC_URL },
  });
}

/** From the file to the page that shows what it would do, with the columns as they are read. */
async function preview(visitor: Visitor, file: string | Buffer, more: Fields = []) {
  const columns = await upload(visitor, file);
  return send(visitor, '/people/import/preview', [
    ...formIn(columns.text, '/people/import/preview'),
    ...more,
  ]);
}

function confirm(visitor: Visitor, page: string, more: Fields = []) {
  return send(visitor, '/people/import/confirm', [...formIn(page, '/people/import/confirm'), ...more]);
}

async function listed(query: string): Promise<string> {
  return (await priya.get(`/people?q=${encodeURIComponent(query)}`)).text;
}

const HEADER = 'Work Email,Full Name,Department,Manager';

describe('a file of people', () => {
  it('is shown column by column, then with what it does, then done and counted', async () => {
    const file = `${HEADER},Salary\nnina@example.com,Nina New,Sales,Dana Weiss,1\nalice@example.com,Alice Weber,Engineering,morgan@example.com,2\n`;

    const columns = await upload(priya, file);
    const shown = await send(priya, '/people/import/preview', formIn(columns.text, '/people/import/preview'));
    const before = await listed('nina');
    const done = await confirm(priya, shown.text);

    expect(columns.text).toContain('4 of 5 columns are used');
    expect(columns.text).toContain('The file does not say these, so they stay as they are: role,');
    expect(shown.text).toContain('one new person and one changed person');
    expect(shown.text).toContain('New departments, without a budget yet: Sales');
    expect(shown.text).toContain('Alice Weber');
    expect(before).toContain('Nobody is like this');
    expect(done.status).toBe(200);
    expect(done.text).toContain('one new person');
    expect(done.text).toContain('one changed person');
    expect(await listed('nina')).toContain('Dana Weiss');
    expect((await site.person('alice')).managerId).toBe((await site.person('morgan')).id);
  });

  it('does it once, however often it is pressed', async () => {
    const shown = await preview(priya, `${HEADER}\nnina@example.com,Nina New,Sales,\n`);

    const [one, two] = await Promise.all([confirm(priya, shown.text), confirm(priya, shown.text)]);
    const late = one.status === 409 ? one : two;

    expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(late.text).toContain('it was done before');
    expect(await listed('nina')).toContain('One person');
  });

  it('is shown anew when somebody changed people since, and does nothing', async () => {
    const shown = await preview(priya, `${HEADER}\nalice@example.com,Alice Weber,Design,\n`);
    const { organization } = site.company;
    const { id: personId } = await site.person('alice');
    await site.core.app.people.change(organization, { personId, patch: { name: 'Alice X' }, actorId: null });

    const late = await confirm(priya, shown.text);

    expect(late.status).toBe(409);
    expect(late.text).toContain('Alice X');
    expect((await site.person('alice')).name).toBe('Alice X');
  });

  it('is read by what columns are said to mean, also next time', async () => {
    const file = 'Mailbox,Full Name,Team\nnina@example.com,Nina New,Sales\n';
    const columns = await upload(priya, file);
    const said = formIn(columns.text, '/people/import/preview').map(
      ([name, value], at, all): [string, string] => {
        const header = all[at - 1]?.[1];
        if (name !== 'meaning') return [name, value];
        return [name, header === 'Mailbox' ? 'email' : header === 'Team' ? 'department' : value];
      },
    );
    const shown = await send(priya, '/people/import/preview', said);
    const done = await confirm(priya, shown.text);
    const next = await upload(priya, file);

    expect(columns.text).toContain('1 of 3 columns are used');
    expect(done.text).toContain('one new person');
    expect(next.text).toContain('3 of 3 columns are used');
  });

  it('says what is wrong, with its line, and does nothing', async () => {
    const shown = await preview(
      priya,
      `${HEADER}\nnina@example.com,Nina New,Sales,\nno address,Bad,Sales,\nalice@example.com,Alice,Design,Nobody Ever\n`,
    );

    expect(shown.status).toBe(400);
    expect(shown.text).toContain('Line 3, Work Email: “no address” is not an email address');
    expect(shown.text).toContain('Line 4, Manager: “Nobody Ever” is neither in the file nor known');
    expect(shown.text).not.toContain('action="/people/import/confirm"');
    expect(await listed('nina')).toContain('Nobody is like this');
  });

  it('asks where new people belong when no column says it', async () => {
    const file = 'email,name\nnina@example.com,Nina New\n';
    const shown = await preview(priya, file);
    const again = await send(priya, '/people/import/preview', [
      ...formIn(shown.text, '/people/import/preview').filter(([name]) => name !== 'department'),
      ['department', 'Design'],
    ]);
    await confirm(priya, again.text);

    const unknown = await preview(priya, file.replaceAll('nina', 'otto'), [
      ['department', 'No such department'],
    ]);

    expect(unknown.text).toContain('choose below where new people belong');
    expect(shown.text).toContain('choose below where new people belong');
    expect(await listed('nina')).toContain('Design');
  });

  it('leaves people who are not in it alone, unless that is ticked and shown', async () => {
    const file = `${HEADER}\nalice@example.com,Alice Weber,Engineering,\n`;
    const shown = await preview(zoe, file);
    const ticked = await send(zoe, '/people/import/preview', [
      ...formIn(shown.text, '/people/import/preview'),
      ['absent', 'yes'],
    ]);
    const sneaky = await confirm(zoe, shown.text, [['absent', 'yes']]);

    expect(shown.text).toContain('Bob Olsen');
    expect(shown.text).toContain('End the access of all');
    expect(ticked.text).toContain('5 people who leave');
    expect(ticked.text).toContain('Not in the file, and not yours to take out: Zoe Admin');
    expect(sneaky.status).toBe(409);
    expect((await site.person('bob')).isDeactivated).toBe(false);
  });

  it('takes a second word for a mass of leavers', async () => {
    const file = `${HEADER}\nalice@example.com,Alice Weber,Engineering,\n`;
    const ticked = await preview(zoe, file, [['absent', 'yes']]);
    const first = await confirm(zoe, ticked.text);
    const stillHere = (await site.person('bob')).isDeactivated;
    const second = await confirm(zoe, ticked.text, [['mass', 'yes']]);

    expect(ticked.text).toContain('I know that 5 of 7 people lose their access at once');
    expect(first.status).toBe(409);
    expect(first.text).toContain('you have to say that you mean it');
    expect(stillHere).toBe(false);
    expect(second.status).toBe(200);
    expect((await site.person('bob')).isDeactivated).toBe(true);
    expect((await site.person('zoe')).isDeactivated).toBe(false);
  });

  it('brings back who left only when that is ticked', async () => {
    const { organization } = site.company;
    const { id: personId } = await site.person('bob');
    await site.core.app.people.deactivate(organization, { personId, actorId: null });
    const file = 'email,name,department,status\nbob@example.com,Bob Olsen,Engineering,active\n';

    const shown = await preview(priya, file);
    const ticked = await preview(priya, file, [['bringBack', 'yes']]);
    await confirm(priya, ticked.text);

    expect(shown.text).toContain('In the file, but they left here: Bob Olsen');
    expect((await site.person('bob')).isDeactivated).toBe(false);
  });
});

describe('a file of people from HR', () => {
  it('gives and takes no roles', async () => {
    const file =
      'email,name,department,role\nalice@example.com,Alice Ito,Engineering,admin\nmorgan@example.com,Morgan Reyes,Engineering,employee\nnina@example.com,Nina,Sales,finance\n';
    const byHr = await preview(priya, file);
    const forced = await send(priya, '/people/import/confirm', [
      ...formIn(byHr.text, '/people/import/columns'),
      ['sight', 'whatever'],
    ]);
    const byAdmin = await preview(zoe, file);

    expect(byHr.text).toContain('Line 2, role: only an admin gives and takes roles');
    expect(byHr.text).toContain('Line 3, role: only an admin gives and takes roles');
    expect(byHr.text).toContain('Line 4, role: only an admin gives and takes roles');
    expect(forced.status).toBe(409);
    expect((await site.person('alice')).role).toBe('employee');
    expect(byAdmin.text).toContain('action="/people/import/confirm"');
  });

  it('links no accounts, moves no address of somebody with a role, and changes no admin', async () => {
    const { organization } = site.company;
    await site.core.app.people.import(organization, [
      { ...personRow('Finn A', 'People', 'finance'), employeeNumber: 'F1' },
    ]);
    const file = [
      'email,name,department,slack_id,employee_number',
      'alice@example.com,Alice Ito,Engineering,U024BE7LH,',
      'priya2@example.com,Finn A,People,,F1',
      'zoe@example.com,Zoe Who,People,,',
      'priya@example.com,Priya Nair,Design,,',
      '',
    ].join('\n');

    const { text } = await preview(priya, file);

    expect(text).toContain('Line 2, slack_id: only an admin links chat accounts');
    expect(text).toContain('Line 3, email: their sign-in comes to this address');
    expect(text).toContain('Line 4, the whole line: only an admin changes an admin');
    expect(text).toContain('Line 5, the whole line: your own rights');
  });
});

describe('an odd file', () => {
  it.each<[string, Buffer, string]>([
    [
      'with a byte order mark',
      Buffer.from('\uFEFFemail,name,department\nnina@example.com,Nina,Sales\n'),
      'one new person',
    ],
    [
      'in UTF-16',
      Buffer.from('\uFEFFemail\tname\tdepartment\nnina@example.com\tNina\tSales\n', 'utf16le'),
      'one new person',
    ],
    [
      'with semicolons',
      Buffer.from('email;name;department\r\nnina@example.com;Nina;Sales\r\n'),
      'one new person',
    ],
    [
      'with a title above',
      Buffer.from('Report of today\n\nemail,name,department\nnina@example.com,Nina,Sales\n'),
      'one new person',
    ],
    ['with formulas', Buffer.from('email,name,department\nnina@example.com,=cmd|calc,Sales\n'), '=cmd|calc'],
    [
      'with rows of a wrong length',
      Buffer.from('email,name,department\nnina@example.com,Nina\n'),
      'Line 2, the whole line: 2 fields, the header has 3',
    ],
    [
      'with a header twice',
      Buffer.from('email,name,department,email\na@b.co,A,X,c@d.co\n'),
      'Line 1, email: this column appears twice',
    ],
    ['with nobody', Buffer.from('email,name,department\n'), 'there is nobody below the header'],
    [
      'with markup',
      Buffer.from('email,name,department\nnina@example.com,<b onclick=x>,Sales\n'),
      '&lt;b onclick=x&gt;',
    ],
  ])('is read or refused in words: %s', async (_, file, said) => {
    const { status, text } = await preview(priya, file);

    expect(status).toBeLessThan(500);
    expect(text).toContain(said);
    expect(text).not.toContain('<b onclick');
  });

  it.each<[string, Buffer, number, string]>([
    ['empty', Buffer.alloc(0), 400, 'Choose a file.'],
    ['only spaces', Buffer.from(' \n \n'), 400, 'the file is empty'],
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]), 400, 'not UTF-8'],
    ['Latin-1', Buffer.from('email,name,department\na@b.co,Zo\u00EB,X\n', 'latin1'), 400, 'not UTF-8'],
    ['an open quote', Buffer.from('email,name,department\na@b.co,"A,X\n'), 400, 'this is not CSV'],
    ['6 MB', Buffer.alloc(6_000_000, 'a,b\n'), 400, 'more than 5 MB'],
    ['10 MB', Buffer.alloc(10_000_000, 'a,b\n'), 413, 'too much at once'],
  ])('is refused at once: %s', async (_, file, status, said) => {
    const refused = await upload(priya, file);

    expect(refused.status).toBe(status);
    expect(refused.text).toContain(said);
  });

  it.each(['', 'AAAA', Buffer.from('no archive').toString('base64'), '%%%'])(
    'in a later step is none: %j',
    async (text) => {
      for (const step of ['columns', 'preview', 'confirm']) {
        const { status } = await send(priya, `/people/import/${step}`, [['text', text]]);
        expect(status).toBe(400);
      }
    },
  );

  it('of ten thousand people is shown within seconds', async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, at) => `p${at}@example.com,Person ${at},Dept ${at % 40},`,
    );
    const shown = await preview(priya, [HEADER, ...rows, ''].join('\n'));

    expect(shown.text).toContain('10,000 new people');
    expect(shown.text).toContain('9,800 more are not shown');
    expect(shown.text.length).toBeLessThan(1_500_000);
  });
});
