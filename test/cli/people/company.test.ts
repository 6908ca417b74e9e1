import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dayOf } from '#src/domain/kit/period.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type LargesseProcess, runLargesse } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import { largesse, makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** One company on a server of its own, worked on from the shell. The tests build on one another. */

const PEOPLE = `email,name,department,manager_email,role,discord_id
morgan@example.com,Morgan Reyes,Engineering,,manager,
alice@example.com,Alice Ito,Engineering,morgan@example.com,,80351110224678912
bob@example.com,"=Bob, Jr.",Design,morgan@example.com,employee,
`;
const GUILD = '1012345678901234567';
const ROLE = '1098765432109876543';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env: Record<string, string> = {
  DATABASE_URL: database.url,
  LARGESSE_DIR: dir,
};
let smtp: SmtpServer;
let worker: LargesseProcess | undefined;

beforeAll(async () => {
  smtp = await startSmtpServer();
  Object.assign(env, { SMTP_URL: smtp.url, MAIL_FROM: 'gifts@example.com' });
});

afterAll(async () => {
  await worker?.stop();
  await smtp.stop();
  await database.drop();
  await remove();
});

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
}

describe('bringing people in', () => {
  it('shows what a file would do and does nothing yet', async () => {
    const path = await fileOf('people.csv', PEOPLE);

    const ran = await say(['people', 'import', path, '--dry-run'], env);

    expect(ran.stdout).toBe(
      'Would be added: 3, brought up to date: 0\nNew departments: Engineering, Design\nNew people with a role: Morgan Reyes (manager)\n',
    );
    expect(await sayJson(['people', 'list'], env)).toEqual([]);
  });

  it('imports everybody, and lists them with their managers', async () => {
    const path = await fileOf('people.csv', PEOPLE);

    expect(await sayJson(['people', 'import', path], env)).toMatchObject({
      imported: true,
      added: 3,
      updated: 0,
      departmentsAdded: ['Engineering', 'Design'],
    });
    const { stdout } = await say(['people', 'list'], env);

    expect(stdout).toMatch(
      /Alice Ito +alice@example.com +Engineering +employee +morgan@example.com +discord:80351110224678912\n/u,
    );
  });

  it('imports nobody when a line is bad, and lists what is', async () => {
    const path = await fileOf('bad.csv', `${PEOPLE}carl,,Design,,king,\nalice@example.com,Al,X,,,\n`);

    const ran = await say(['people', 'import', path], env);

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr.split('\n').map((line) => line.trim())).toEqual([
      expect.stringMatching(/^Line +Column +Problem$/u),
      expect.stringMatching(/^5 +email +“carl” is not an email address$/u),
      expect.stringMatching(/^5 +name +is missing$/u),
      expect.stringMatching(/^5 +role +“king” is not a role: employee, manager/u),
      expect.stringMatching(/^6 +email +this address is in line 3 too$/u),
      `largesse: ${path} has 4 problems. Nothing was imported.`,
      '',
    ]);
    expect(await sayJson(['people', 'list'], env)).toHaveLength(3);
  });
});

describe('people who change and leave', () => {
  it('lists what would change in rights, and changes nothing before it is told to', async () => {
    const path = await fileOf(
      'changes.csv',
      'email,name,role,department\nalice@example.com,Alice Weber,approver,Engineering\nnew@example.com,Nia New,,Design\n',
    );

    const dry = await say(['people', 'import', path, '--dry-run'], env);
    const unasked = await say(['people', 'import', path], env);

    expect(dry.stdout).toBe(
      [
        'Would be added: 1, brought up to date: 1',
        'Changes of rights:',
        '  Alice Ito: role employee → approver',
        'Not in the file, and left as they are: =Bob, Jr., Morgan Reyes. If they left: largesse people deactivate WHO, or --deactivate-absent.',
        '',
      ].join('\n'),
    );
    expect(unasked.code).toBe(2);
    expect(await sayJson(['people', 'list'], env)).toHaveLength(3);
  });

  it('lets somebody leave and come back, and sets what a file would', async () => {
    const left = await say(['people', 'deactivate', 'Alice Ito', '--as', 'morgan@example.com'], env);
    const again = await say(['people', 'deactivate', 'alice@example.com'], env);
    const back = await say(['people', 'reactivate', 'alice@example.com'], env);
    const set = await say(
      ['people', 'set', 'alice@example.com', '--email', 'alice.weber@example.com', '--employee-number', 'E7'],
      env,
    );
    const reset = await say(
      ['people', 'set', 'E7', '--email', 'alice@example.com', '--employee-number', 'none'],
      env,
    );

    expect(left.stdout).toBe('Alice Ito: leaves. Approvals, sign-ins and gifts end at once\n');
    expect(again.stdout).toBe('Alice Ito is so already. Nothing was changed.\n');
    expect(back.stdout).toBe('Alice Ito: comes back\n');
    expect(set.stdout).toBe(
      'Alice Ito: address alice@example.com → alice.weber@example.com\nAlice Ito: employee number not set → E7\n',
    );
    expect(reset.code).toBe(0);
  });

  it('keeps in the record why somebody was changed', async () => {
    const set = await say(
      ['people', 'set', 'alice@example.com', '--region', 'DE', '--reason', 'She moved to Berlin'],
      env,
    );
    const listed = await say(['activity', 'list', '--person', 'alice@example.com'], env);
    await say(['people', 'set', 'alice@example.com', '--region', 'none'], env);

    expect(set.code).toBe(0);
    expect(listed.stdout).toContain('She moved to Berlin');
  });

  it('refuses an address that somebody else has, and a manager who reports to them', async () => {
    const taken = await say(['people', 'set', 'alice@example.com', '--email', 'Bob@example.com'], env);
    const circle = await say(['people', 'set', 'morgan@example.com', '--manager', 'alice@example.com'], env);

    expect(taken.stderr).toContain('“Bob@example.com” is the address of =Bob, Jr.');
    expect(circle.stderr).toContain('Morgan Reyes would lead back to themselves');
  });

  it('lists some of them: by text, department, role and state', async () => {
    async function names(...args: string[]): Promise<string[]> {
      return (await sayJson<{ name: string }[]>(['people', 'list', ...args], env)).map(({ name }) => name);
    }

    expect(await names('ALICE')).toEqual(['Alice Ito']);
    expect(await names('--department', 'design')).toEqual(['=Bob, Jr.']);
    expect(await names('--role', 'manager', '--state', 'active')).toEqual(['Morgan Reyes']);
    expect(await names('--state', 'deactivated')).toEqual([]);
  });

  it('remembers what it was told of columns', async () => {
    const path = await fileOf('odd.csv', 'Wer,name,Kürzel,email\nDesign,Bo Berg,bb,bo@example.com\n');

    const told = await say(
      ['people', 'import', path, '--map', 'Wer=department', '--ignore', 'kürzel', '--dry-run'],
      env,
    );
    const done = await say(['people', 'import', path, '--map', 'Wer=department', '--ignore', 'kürzel'], env);
    const remembered = await say(['people', 'import', path, '--dry-run'], env);
    await database.owner.deleteFrom('file_column').execute();

    expect(told.stdout).not.toContain('Not used');
    expect(done.stdout).toMatch(/Added: 1, brought up to date: 0\n$/u);
    expect(remembered.stdout).toMatch(/^Would be added: 0, brought up to date: 1\n/u);
    expect(remembered.stdout).not.toContain('Not used');
  });
});

describe('setting a department', () => {
  it('gives in another currency while no money has moved there', async () => {
    const set = await say(['department', 'set', 'design', '--currency', 'EUR'], env);
    const back = await say(['department', 'set', 'design', '--currency', 'USD', '--name', 'Design'], env);
    const taken = await say(['department', 'set', 'design', '--name', 'ENGINEERING'], env);

    expect(set.stdout).toBe('Design gives in EUR.\n');
    expect(back.stdout).toBe('Design gives in USD.\n');
    expect(taken.stderr).toContain('There is a department called Engineering already.');
  });
});

describe('setting a budget', () => {
  it('sets it, in a time zone, for a department in any case', async () => {
    const set = await sayJson(['budget', 'set', 'engineering', '500', '--time-zone', 'Asia/Tokyo'], env);

    expect(set).toMatchObject({
      department: 'Engineering',
      currency: 'USD',
      timeZone: 'Asia/Tokyo',
      grantedMinor: '50000',
      leftMinor: '50000',
    });
  });

  it('shows all departments, with a bar', async () => {
    const { stdout } = await say(['budget', 'show'], env);

    expect(stdout).toMatch(/Design +no budget +set one: largesse budget set "Design" 500/u);
    expect(stdout).toMatch(/Engineering +\$500\.00 +\$500\.00 +█{20} +\w+ 1, \d{4} \(Asia\/Tokyo\)/u);
  });

  it('keeps the currency of a department in which money has moved', async () => {
    const ran = await say(['department', 'set', 'Engineering', '--currency', 'EUR'], env);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('Money has moved in Engineering in USD, so its currency stays.');
  });

  it.each([
    [
      ['set', 'Enginering', '5'],
      1,
      'There is no department called “Enginering”. Known: Design, Engineering.',
    ],
    [['set', 'Engineering', '5', 'EUR'], 1, 'Engineering gives in USD, not EUR. Write the amount in USD.'],
    [['set', 'Engineering', '0.005'], 2, '“0.005” is finer than USD goes: it has 2 decimals.'],
    [['set', 'Engineering', 'lots'], 2, '“lots” is not an amount. Write it like 25 or 25.50.'],
  ])('refuses: budget %j', async (args, code, line) => {
    expect(await say(['budget', ...args], env)).toEqual({
      code,
      stdout: '',
      stderr: `largesse: ${line}\n`,
    });
  });
});

describe('giving', () => {
  it('says what is queued and how to look again, when it is not to wait', async () => {
    const { code, stdout } = await say(
      ['recognize', 'Alice', '25', 'for', 'the', 'launch', '--as', 'morgan@example.com', '--no-wait'],
      env,
    );

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Not decided yet: queued as .*\n.*ask again with --request-id [\da-f-]{36}/u);
  });

  it('is done by a worker, wherever it runs, and mailed', async () => {
    worker = await runLargesse({ roles: 'worker', env });

    const given = await sayJson(
      [
        'recognize',
        'alice@example.com',
        '10 USD',
        'for helping',
        '--as',
        'morgan@example.com',
        '--request-id',
        'x',
      ],
      env,
    );

    expect(given).toMatchObject({
      requestId: 'x',
      isRepeat: false,
      status: 'issued',
      gifts: [
        { recipient: 'Alice Ito', amountMinor: '1000', currency: 'USD', delivery: 'sent', channel: 'email' },
      ],
    });
    // Others hear of changed addresses, and by the clock of their week or month.
    function gifts() {
      return smtp.mails.filter(({ subject }) => subject?.includes('thanks you with'));
    }
    await expect.poll(() => gifts().length, { timeout: 60_000 }).toBe(2);
    expect(gifts().map((mail) => mail.envelope.to)).toEqual([['alice@example.com'], ['alice@example.com']]);
  });

  it('gives once for one request id', async () => {
    const { stdout } = await say(
      ['recognize', 'alice@example.com', '10', '--as', 'morgan@example.com', '--request-id', 'x'],
      env,
    );

    expect(stdout).toMatch(
      /^This was done already\. Nothing was given twice\.\nAlice Ito gets \$10\.00\.\n/u,
    );
    expect(stdout).toMatch(/Delivered by email\.\nEngineering has \$465\.00 left until /u);
  });

  it.each([
    ['alice@example.com', '9999', /That is more than the budget of Engineering has left: \$9,999\.00 asked/u],
    ['nobody', '5', /I do not know “nobody”/u],
    ['morgan@example.com', '5', /You cannot send a gift to yourself/u],
  ])('refuses %s %s in the words of the chat', async (person, amount, line) => {
    const ran = await say(['recognize', person, amount, '--as', 'morgan@example.com'], env);

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^largesse: .*\n$/u);
    expect(ran.stderr).toMatch(line);
  });
});

describe('redeeming', () => {
  it('adds a gift to the balance of its recipient alone, and tells the code to nobody', async () => {
    const mail = smtp.mails.find(({ text }) => text?.includes('$25.00'));
    expect(mail?.text?.replaceAll(/\s+/gu, ' ')).toContain('There is no company chat with Largesse yet');
    const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/u.exec(mail?.text ?? '')?.[0] ?? '';

    const stolen = await say(['redeem', code, '--as', 'bob@example.com'], env);
    const redeemed = await largesse(
      ['redeem', '-', '--as', 'Alice@example.com'],
      { ...env, LOG_LEVEL: 'debug' },
      `${code.toLowerCase()}\n`,
    );

    expect(stolen.code).toBe(1);
    expect(stolen.stderr).toMatch(/^largesse: That code cannot be redeemed\..*\n$/u);
    expect(redeemed.stdout).toBe('$25.00 added to your balance\nYou now have $25.00.\n');
    expect(stolen.stdout + stolen.stderr + redeemed.stdout + redeemed.stderr).not.toContain(code);
  });

  it('shows one balance, or everybody’s', async () => {
    const one = await say(['balance', '--as', 'alice@example.com'], env);
    const all = await sayJson(['balance'], env);

    expect(one.stdout).toMatch(
      /^Gift funds: \$25\.00\n\nGifts waiting to be redeemed: 1\n {2}\$10\.00 from Morgan Reyes, code ending in [0-9A-Z]{4}\n$/u,
    );
    expect(all).toEqual([
      { name: 'Alice Ito', email: 'alice@example.com', currency: 'USD', amountMinor: '2500', waiting: 1 },
    ]);
  });

  it('knows nobody by a wrong address', async () => {
    const ran = await say(['balance', '--as', 'alize@example.com'], env);

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^largesse: Nobody has the address alize@example\.com/u);
  });
});

describe('reading the books', () => {
  it('reports what was given, as a table and for spreadsheets', async () => {
    // In Tokyo, where the department's day ends, it may be tomorrow already.
    const [yesterday = '', tomorrow = ''] = [-1, 1].map((days) =>
      dayOf(new Date(Date.now() + days * DAY_MS), 'UTC'),
    );
    const to = ['--to', tomorrow];
    const table = await say(['report', 'spend', '--by', 'month', '--from', yesterday, ...to], env);
    const csv = await say(['report', 'spend', '--csv', '--from', '2020-01', ...to], env);
    const none = await sayJson(['report', 'spend', '--from', '2020-12', '--to', '2020-12'], env);

    expect(table.stdout).toMatch(
      /\nMonth +Asked for +Given .*\nTotal +\$35\.00 +\$35\.00 .*\n\w+ \d{4} +\$35\.00 /u,
    );
    expect(csv.stdout).toMatch(
      /^Department,Currency,Gifts given,Asked for,Given,.*\r\nEngineering,USD,2,35\.00,35\.00,/u,
    );
    expect(none).toMatchObject({ totals: [], rows: [] });
  });

  it('proves the ledger', async () => {
    const { code, stdout } = await say(['audit', 'verify'], env);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ nothing has changed since it was sealed\n/u);
    expect(stdout).not.toContain('✗');
    expect(stdout).toMatch(/\nEverything holds: \d+ entries, \d+ postings, 2 gifts, in [\d.]+ s\.\n$/u);
  });

  it('ends with 1 and names the rows when a rule is broken', async () => {
    await database.db
      .updateTable('spend_daily')
      .set((eb) => ({ gifts: eb('gifts', '+', 1) }))
      .execute();
    const broken = await say(['audit', 'verify'], env);
    await database.db
      .updateTable('spend_daily')
      .set((eb) => ({ gifts: eb('gifts', '-', 1) }))
      .execute();

    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/✗ the daily roll-up equals the gifts\n {4}department [\da-f-]{36}/u);
    expect(broken.stdout).toMatch(/\nThe ledger is BROKEN: /u);
  });
});

describe('failed jobs', () => {
  it('is shown, taken up again by its id, and done', async () => {
    smtp.obey('refuse-recipient');
    const given = await say(['recognize', 'bob@example.com', '5', '--as', 'morgan@example.com'], env);
    // Its giver, too, is to be told by the mail server that takes nothing.
    const failedJobs = await until('both failed jobs', async () => {
      const jobs = await sayJson<{ job: string; subjectId: string }[]>(['jobs', 'failed'], env);
      return jobs.length === 2 && jobs;
    });
    const failedJob = failedJobs.find(({ job }) => job === 'deliver-gift');
    const shown = await say(['jobs', 'failed'], env);
    smtp.obey('accept');
    const retried = await say(['jobs', 'retry', failedJob?.subjectId ?? ''], env);

    expect(given.stdout).toMatch(/Could not be delivered: .*User unknown.* See `largesse jobs failed`\./u);
    expect(shown.stdout).toMatch(new RegExp(`deliver-gift +${failedJob?.subjectId}`, 'u'));
    expect(shown.stdout).toMatch(/send-notification +.*Morgan Reyes/u);
    expect(retried.stdout).toBe(`Due again: deliver-gift ${failedJob?.subjectId}\n`);
    await expect.poll(() => smtp.mails.at(-1)?.envelope.to, { timeout: 60_000 }).toEqual(['bob@example.com']);
  });

  it('is not there twice', async () => {
    const id = '0192f0c1-2345-7abc-8def-0123456789ab';

    expect(await sayJson(['jobs', 'retry'], env)).toMatchObject([{ job: 'send-notification' }]);
    expect(await sayJson(['jobs', 'retry'], env)).toEqual([]);
    expect(await say(['jobs', 'retry', id], env)).toMatchObject({
      code: 1,
      stderr: `largesse: No job has failed under ${id}.\n`,
    });
  });
});

describe('mapping a Discord role', () => {
  const args = ['discord', 'map-role', ROLE, '--guild', GUILD, '--department', 'design', '--role', 'manager'];

  it('waits until Largesse has met the server', async () => {
    const ran = await say(args, env);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^largesse: The Discord server .* has not joined yet/u);
  });

  it('makes its bearers members of the department', async () => {
    await database.db
      .insertInto('workspace_link')
      .columns(['organization_id', 'platform', 'workspace_id', 'name'])
      .expression((eb) =>
        eb
          .selectFrom('organization')
          .select([
            'id',
            eb.val('discord').as('platform'),
            eb.val(GUILD).as('guild'),
            eb.val('Guild').as('name'),
          ]),
      )
      .execute();

    const { stdout } = await say(args, env);

    expect(stdout).toBe(
      `Members with the role ${ROLE} join Design as manager the next time they use Largesse or are named.\n`,
    );
  });
});
