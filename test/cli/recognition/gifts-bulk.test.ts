import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { keysToText } from '#src/kit/key-ring.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { ROOT } from '#test/helpers/read-imports.ts';
import { until } from '#test/helpers/until.ts';
import { largesseProgram } from '#test/helpers/programs.ts';
import { largesse, makeLargesseDir, type Ran, say, sayJson } from '#test/cli/largesse.ts';

/** Gifts from files, in one company whose people and budgets stay from test to test. */

const PEOPLE = [
  'email,name,department,role',
  'priya@example.com,Priya Nair,People,hr',
  'morgan@example.com,Morgan Reyes,Engineering,manager',
  'alice@example.com,Alice Ito,Engineering,employee',
  'bob@example.com,Bob Olsen,Engineering,employee',
  'dana@example.com,Dana Weiss,Design,manager',
  'gone@example.com,Gus Gone,Design,employee',
].join('\n');

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = {
  DATABASE_URL: database.url,
  LARGESSE_DIR: dir,
  HOST: '0.0.0.0',
  LARGESSE_KEYS: keysToText([TEST_KEY]),
};
const { db } = database;
let files = 0;

beforeAll(async () => {
  await say(['people', 'import', await fileOf(PEOPLE)], env);
  await transactOn(db, (tx) =>
    sql`update person set deactivated_at = now() where email = 'gone@example.com'`.execute(tx),
  );
});

/** What a department has left in these tests is what they set. */
beforeEach(async () => {
  // What earlier tests gave without a name for the run is of a file that nobody corrects any more.
  await sql`update recognition set created_at = created_at - interval '41 days' where source = 'bulk'`.execute(
    database.owner,
  );
  await say(['budget', 'set', 'Engineering', '100000'], env);
  await say(['budget', 'set', 'Design', '100000'], env);
});

afterAll(async () => {
  await database.drop();
  await remove();
});

async function fileOf(text: string | Uint8Array): Promise<string> {
  files += 1;
  const path = join(dir, `gifts${files}.csv`);
  await writeFile(path, text);
  return path;
}

function bulk(path: string, ...more: string[]): Promise<Ran> {
  return say(['gifts', 'bulk', path, '--as', 'priya@example.com', '--yes', ...more], env);
}

function dryRun(path: string, giver = 'priya@example.com'): Promise<Ran> {
  return say(['gifts', 'bulk', path, '--as', giver, '--dry-run'], env);
}

/** How many gifts bear a message. */
async function countGifts(message: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from gift g join recognition r
      on r.organization_id = g.organization_id and r.id = g.recognition_id
     where r.message = ${message}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** How many sessions wait for a lock. */
async function countWaiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.count ?? 0;
}

async function expectSoundBooks(): Promise<void> {
  expect((await say(['audit', 'verify'], env)).stdout).toContain('Everything holds');
}

describe('a dry run', () => {
  it('shows each department’s total beside what it has left, and gives nothing', async () => {
    const path = await fileOf(
      'Message,RECIPIENT,Amount,department,shoe size\nhi,alice@example.com,25,engineering,40\nhi,DANA@example.com,$10.50,Design,41\nhi,bob@example.com,25,Engineering,42\n',
    );

    const { code, stdout, stderr } = await dryRun(path);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Design +1 +\$10\.50 +\$100,000\.00\nEngineering +2 +\$50\.00 +\$100,000\.00\n/u);
    expect(stdout).toMatch(
      /To give: 3, bad rows: 0, given before: 0\nLimits of givers and recipients are checked when it is given\.\n$/u,
    );
    expect(await countGifts('hi')).toBe(0);
  });

  it('lists every bad field with its line, column and reason', async () => {
    const path = await fileOf(
      [
        'recipient,amount,currency,department,message,copy',
        'alice,5,,Engineering,,',
        ',5,,Engineering,,',
        'nobody@example.com,,,Engineering,,',
        'gone@example.com,"2,5,0",,Sales,,',
        'priya@example.com,1.000,,Engineering,,',
        'bob@example.com,0,EUR,Engineering,,',
        'bob@example.com,5 EUR,COINS,Engineering,,x',
        'bob@example.com,5,,Engineering',
        'bob@example.com,5.00,usd,Engineering,fine,',
        '',
        'alice@example.com,5,,People,"two',
        'lines",',
      ].join('\r\n'),
    );

    const { code, stdout, stderr } = await dryRun(path);

    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'line 2, recipient: “alice” is not an email address',
      'line 3, recipient: is missing',
      'line 4, recipient: nobody has the address nobody@example.com',
      'line 4, amount: is missing',
      'line 5, recipient: Gus Gone is no longer active',
      'line 5, department: there is no department “Sales”; known: Design, Engineering, People',
      'line 5, amount: “2,5,0” is not an amount. Write it like 25 or 25.50.',
      'line 6, recipient: Priya Nair is the giver, and cannot give to themselves',
      'line 6, amount: “1.000” can mean 1 or 1000. Write the one that you mean.',
      'line 7, currency: Engineering gives in USD, not EUR',
      'line 7, amount: “0” is nothing. Write an amount above zero, such as 25.',
      'line 8, currency: “COINS” is not a currency, such as USD',
      'line 8, amount: Engineering gives in USD, not EUR',
      'line 8, copy: “x” is not a number: leave it as it was, or empty',
      'line 9: 4 fields, the header has 6',
    ]);
    expect(stdout).toMatch(/People +1 +\$5\.00 +no budget +\$5\.00 too much\n/u);
    expect(stdout).toMatch(
      /To give: 2, bad rows: 8, given before: 0\nLimits of givers and recipients are checked when it is given\.\n$/u,
    );
  });

  it('says what a budget lacks, to programs too', async () => {
    await say(['budget', 'set', 'Design', '60'], env);
    const path = await fileOf(
      'recipient,amount,department\nalice@example.com,50,Design\nbob@example.com,30,Design\nnobody,5,\n',
    );

    const { code, stdout } = await say(
      ['gifts', 'bulk', path, '--as', 'priya@example.com', '--dry-run', '--json'],
      env,
    );

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      rows: 3,
      toGive: 2,
      badRows: 1,
      repeated: 0,
      corrected: [],
      guests: [],
      givenBefore: { rows: 0, firstAt: null, lastAt: null },
      otherBatch: null,
      departments: [
        {
          department: 'Design',
          currency: 'USD',
          gifts: 2,
          totalMinor: '8000',
          leftMinor: '6000',
          missingMinor: '2000',
        },
      ],
      problems: [{ line: 4, column: 'recipient', reason: '“nobody” is not an email address' }],
    });
  });

  it('lets a manager give from their own department, which pays where none is named', async () => {
    const path = await fileOf(
      'recipient,amount,department\nalice@example.com,5,\nbob@example.com,5,Design\n',
    );

    const { stdout, stderr } = await dryRun(path, 'morgan@example.com');

    expect(stdout).toMatch(/Engineering +1 +\$5\.00/u);
    expect(stderr).toBe(
      'line 3, department: Morgan Reyes gives from Engineering only; hr, finance and admin give from all\n',
    );
  });

  it.each<[string | Uint8Array, string]>([
    ['', 'line 1: the file is empty'],
    ['recipient,amount\n', 'line 1: there is nothing below the header'],
    ['who,amount\n', 'line 1, recipient: this column is missing; the file has who, amount'],
    ['recipient,amount,Amount\n', 'line 1, amount: this column appears twice'],
    [
      Buffer.from('recipient,amount,message\na@b.co,1,ok\na@b.co,1,Zo\u00EB\n', 'latin1'),
      'line 3: the file is not UTF-8',
    ],
    ['recipient,amount\nalice@example.com,1\n"alice@example.com,2\n', 'this is not CSV'],
  ])('refuses the whole of what is not gifts: %#', async (text, problem) => {
    const path = await fileOf(text);

    const { code, stderr } = await bulk(path);

    expect(code).toBe(1);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/cannot be read as gifts\. Nothing was given\.\n$/u);
  });

  it.each([
    ['alice@example.com', /Gifts can be sent by managers/u],
    ['gone@example.com', /Gus Gone is no longer active/u],
    ['nobody@example.com', /Nobody has the address/u],
  ])('is not for %s', async (giver, line) => {
    const ran = await dryRun(await fileOf('recipient,amount\nbob@example.com,1\n'), giver);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(line);
  });
});

describe('a file with people outside the organization', () => {
  const text = [
    'recipient,amount,department',
    'client@outside.example,5,Engineering',
    'CLIENT@outside.example,6,Engineering',
    'alice@example.com,1,Engineering',
  ].join('\n');

  it('makes guests of them once, says so before, and gives each row once however often it is run', async () => {
    await say(['policy', 'set', '--guests', 'allowed'], env);
    const path = await fileOf(text);
    const give = ['gifts', 'bulk', path, '--as', 'priya@example.com', '--guests'];

    const planned = await say([...give, '--dry-run'], env);
    const first = await say([...give, '--yes', '--corrected', 'give'], env);
    const second = await say([...give, '--yes'], env);
    const { rows } = await sql<{ guests: number; gifts: number }>`
      select count(distinct p.id)::int as guests, count(g.id)::int as gifts from person p join gift g on g.recipient_id = p.id
       where p.is_guest and p.email = 'client@outside.example'`.execute(db);

    expect(planned.stdout).toContain('One address is nobody’s here: a guest');
    expect(first.stdout).toContain('Given: 3, waiting for an approval: 0, given before: 0, rejected: 0');
    expect(second.stdout).toContain('There is nothing left to give.');
    expect(rows).toEqual([{ guests: 1, gifts: 2 }]);
  });

  it('gives them nothing unasked, and nothing where guests are refused', async () => {
    const stranger = await fileOf('recipient,amount,department\nstranger@outside.example,5,Engineering\n');
    const unasked = await dryRun(stranger, 'priya@example.com');
    await say(['policy', 'set', '--guests', 'refused'], env);

    const refused = await say(
      ['gifts', 'bulk', stranger, '--as', 'priya@example.com', '--guests', '--yes'],
      env,
    );
    await say(['policy', 'set', '--guests', 'allowed'], env);

    expect(unasked.stderr).toContain('nobody has the address stranger@outside.example');
    expect(refused.code).toBe(1);
    expect(await readFile(stranger.replace('.csv', '.rejected.csv'), 'utf8')).toContain(
      'nobody has the address',
    );
  });
});

describe('a file from another product or country', () => {
  it.each([
    [
      'Tremendous',
      'Recipient Name,Recipient Email,Amount,Campaign,Language\nAlice,alice@example.com,25,Spot bonus,en\nBob,bob@example.com,$25.00,Spot bonus,en\n',
    ],
    [
      'Giftbit',
      'firstname,lastname,email,price_in_cents\nAlice,Ito,alice@example.com,2500\nBob,Olsen,bob@example.com,2500\n',
    ],
    [
      'Amazon',
      'Gift Card Amount,Quantity,Recipient Name,Recipient Email,Sender Name,Gift Message,Delivery Date\n25,1,Alice,alice@example.com,HR,Hi,\n25.00,1,Bob,bob@example.com,HR,Hi,\n',
    ],
    [
      'Valos',
      'Sender Name,Recipient Name,Recipient Email,Gift Card Value (Number Only),Delivery Date (Leave Empty for Send Now),Expire Date (Leave Empty for Never Expire),Message for the Recipient\nHR,Alice,alice@example.com,25,,,Hi\nHR,Bob,bob@example.com,25,,,Hi\n',
    ],
    [
      'Excel in Germany',
      'sep=;\r\nEmpfänger;Betrag;Währung;Nachricht;;\r\nalice@example.com;25,00;USD;Danke;;\r\nbob@example.com;25;USD;Danke;;\r\n;;;;;\r\n',
    ],
  ])('is read as %s writes it', async (_product, text) => {
    const { code, stdout, stderr } = await dryRun(await fileOf(text), 'morgan@example.com');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Engineering +2 +\$50\.00 /u);
  });

  it('reads amounts in the smallest unit of the currency of who pays, which not every currency has a hundred of', async () => {
    const [yen, fils] = ['Tokyo', 'Kuwait'];
    const hired = [
      ['email,name,department', 'yuki@example.com,Yuki,Tokyo', 'kamal@example.com,Kamal,Kuwait'],
    ];
    await say(['people', 'import', await fileOf(hired.flat().join('\n'))], env);
    await say(['department', 'set', yen, '--currency', 'JPY'], env);
    await say(['department', 'set', fils, '--currency', 'KWD'], env);
    const path = await fileOf(
      'email,amount_in_cents,department\nalice@example.com,2500,Tokyo\nbob@example.com,2500,Kuwait\nbob@example.com,2500,Engineering\nbob@example.com,2.5,Tokyo\n',
    );

    const { stdout, stderr } = await dryRun(path);

    expect(stdout).toMatch(/Tokyo +1 +¥2,500 /u);
    expect(stdout).toMatch(/Kuwait +1 +KWD\s2\.500 /u);
    expect(stdout).toMatch(/Engineering +1 +\$25\.00 /u);
    expect(stderr).toContain('line 5, amount: “2.5” is not an amount in the smallest unit of JPY');
  });

  it('stops at columns that say when or how much, together with all other problems, until they are left out', async () => {
    const path = await fileOf(
      'recipient,amount,delivery_date,shoe,Bonus\nalice@example.com,25,2026-12-24,40,\nnobody,25,2026-12-24,41,$5\n',
    );

    const stopped = await bulk(path, '--batch', 'dated');
    const told = await say(
      [
        'gifts',
        'bulk',
        path,
        '--as',
        'morgan@example.com',
        '--dry-run',
        '--ignore',
        'Delivery-Date',
        '--ignore',
        'bonus',
      ],
      env,
    );

    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain('line 1, delivery_date: this looks like dates');
    expect(stopped.stderr).toContain('line 1, Bonus: this looks like amounts');
    expect(stopped.stderr).toContain('line 3, recipient: “nobody” is not an email address');
    expect(told.stdout).toContain('To give: 1, bad rows: 1');
  });

  it('decides what is before the cents for the whole file, or has it said', async () => {
    const german = await fileOf(
      'recipient;amount\nalice@example.com;1.000,00\nbob@example.com;25,5\ndana@example.com;1.000\n',
    );
    const unclear = await fileOf('recipient;amount\nalice@example.com;1.000\nbob@example.com;25\n');
    const mixed = await fileOf('recipient,amount\nalice@example.com,2.50\nbob@example.com,"2,50"\n');

    expect((await dryRun(german, 'morgan@example.com')).stdout).toMatch(/Engineering +3 +\$2,025\.50 /u);
    expect(await bulk(unclear)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('line 2, amount: “1.000” may mean thousands or fractions') as string,
    });
    expect((await dryRun(mixed, 'morgan@example.com')).stderr).toContain('“2.50” here and “2,50” in line 3');
    const said = await say(
      ['gifts', 'bulk', unclear, '--as', 'morgan@example.com', '--dry-run', '--decimal', 'comma'],
      env,
    );
    expect(said.stdout).toMatch(/Engineering +2 +\$1,025\.00 /u);
  });
});

describe('a file that was corrected after it was given', () => {
  const FIRST =
    'recipient,amount,message\nalice@example.com,100,Thnaks for the launch\nbob@example.com,100,Thanks\ntypo@example.com,100,Thanks\n';
  const SECOND =
    'recipient,amount,message\nalice@example.com,100,Thanks for the launch\nbob@example.com,100,Thanks\ndana@example.com,100,Thanks\n';

  it('names the rows, gives nothing unasked, and leaves them out when told to', async () => {
    await bulk(await fileOf(FIRST), '--as', 'morgan@example.com', '--batch', 'launch');
    const path = await fileOf(SECOND);

    const unasked = await bulk(path, '--as', 'morgan@example.com', '--batch', 'launch');
    const skipped = await bulk(
      path,
      '--as',
      'morgan@example.com',
      '--batch',
      'launch',
      '--corrected',
      'skip',
    );

    expect(unasked.code).toBe(1);
    expect(unasked.stdout).toContain(
      'One row looks like gifts of this batch that were given, and corrected since: line 2.',
    );
    expect(skipped.stdout).toMatch(/Given: 1, waiting for an approval: 0, given before: 2, rejected: 0\n$/u);
    expect(await countGifts('Thanks for the launch')).toBe(0);
  });

  it('sees what another run gave at the same moment', async () => {
    const texts = ['Race one', 'Race two'].map(
      (text) => `recipient,amount,message\nalice@example.com,44,${text}\n`,
    );
    const paths = await Promise.all(texts.map(fileOf));
    const args = ['--as', 'morgan@example.com', '--batch', 'race', '--yes'];

    const runs = await db.connection().execute(async (holder) => {
      await sql`begin`.execute(holder);
      await sql`select from department where name = 'Engineering' for update`.execute(holder);
      const racing = Promise.all(paths.map((path) => largesse(['gifts', 'bulk', path, ...args], env)));
      await until('two that wait', async () => (await countWaiting()) >= 2, 60_000);
      await sql`rollback`.execute(holder);
      return racing;
    });

    const [refused] = runs.filter(({ code }) => code === 1);
    expect(new Set(runs.map(({ code }) => code))).toEqual(new Set([0, 1]));
    expect(refused?.stdout).toContain(
      'One row looks like gifts of this batch that were given, and corrected',
    );
    expect((await countGifts('Race one')) + (await countGifts('Race two'))).toBe(1);
  });

  it('knows rows with an id for what they are, whatever is corrected in them', async () => {
    await bulk(
      await fileOf('id,recipient,amount,message\n1,alice@example.com,7,Frist\n2,alice@example.com,7,Other\n'),
      '--as',
      'morgan@example.com',
      '--batch',
      'ids',
    );

    const again = await bulk(
      await fileOf(
        'id,recipient,amount,message\n2,alice@example.com,7,Other\n1,alice@example.com,7,First\n1,bob@example.com,7,Twice\n',
      ),
      '--as',
      'morgan@example.com',
      '--batch',
      'ids',
    );

    expect(again.stderr).toContain('line 4, id: a row above has the same id');
    expect(await countGifts('Frist')).toBe(1);
    expect(await countGifts('First')).toBe(0);
    expect(await countGifts('Twice')).toBe(0);
  });
});

describe('giving a file', () => {
  it('gives only when told to', async () => {
    const path = await fileOf('recipient,amount,message\nbob@example.com,1,unasked\n');

    const ran = await say(['gifts', 'bulk', path, '--as', 'morgan@example.com'], env);

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^largesse: Add --yes .*\n$/u);
  });

  it('gives every row, with its words and occasion, and identical rows as often as they stand there', async () => {
    const path = await fileOf(
      '\uFEFFrecipient;amount;occasion;message;department\nalice@example.com;5;launch;twins;Design\nalice@example.com;5.00;launch;twins;Design\n',
    );

    const { code, stdout } = await bulk(path);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Rows that repeat another one: 1\. Each is a gift of its own\.\n/u);
    expect(stdout).toMatch(/Given: 2, waiting for an approval: 0, given before: 0, rejected: 0\n$/u);
    const rows = await db.selectFrom('recognition').selectAll().where('message', '=', 'twins').execute();
    expect(rows.map((row) => [row.status, row.source, row.occasion, row.confirmed_at !== null])).toEqual([
      ['issued', 'bulk', 'launch', true],
      ['issued', 'bulk', 'launch', true],
    ]);
  });

  it('gives nothing twice when the file is run again, saved anew or added to', async () => {
    const rows = [
      'alice@example.com,5,,Design,"two\nlines"',
      'alice@example.com,5,,Design,"two\nlines"',
      'BOB@example.com,5.00,USD,design,again',
    ];
    const header = 'recipient,amount,currency,department,message';
    await bulk(await fileOf([header, ...rows].join('\n')));

    const saved = await bulk(
      await fileOf([header, ...rows.toReversed()].join('\n').replaceAll('\n', '\r\n')),
    );
    const added = await bulk(await fileOf([header, 'dana@example.com,5,,Design,again', ...rows].join('\n')));

    expect(saved).toMatchObject({ code: 0, stderr: '' });
    expect(saved.stdout).toMatch(/3 rows were given on .* and will be left out\..*--batch NAME\n/u);
    expect(saved.stdout).toMatch(/There is nothing left to give\.\n$/u);
    expect(added.stdout).toMatch(/Given: 1, waiting for an approval: 0, given before: 3, rejected: 0\n$/u);
    expect([await countGifts('again'), await countGifts('two\nlines')]).toEqual([2, 2]);
  });

  it('gives the file of last month once more when this time is named, and notices when it is not', async () => {
    const path = await fileOf('recipient,amount,department,message\nalice@example.com,5,Design,monthly\n');
    await bulk(path);
    await sql`update recognition set created_at = created_at - interval '1 month' where message = 'monthly'`.execute(
      database.owner,
    );

    const forgotten = await bulk(path);
    const named = await bulk(path, '--batch', 'December');
    const again = await bulk(path, '--batch', 'december');

    expect(forgotten.code).toBe(1);
    expect(forgotten.stderr).toBe(
      'largesse: All of it was given before. To give it again, name this run: --batch NAME\n',
    );
    expect(named.code).toBe(0);
    expect(again.stdout).toMatch(/There is nothing left to give\.\n$/u);
    expect(await countGifts('monthly')).toBe(2);
  });

  it('notices that the name of a batch was left out or mistyped', async () => {
    const path = await fileOf('recipient,amount,department,message\nalice@example.com,5,Design,misnamed\n');
    await bulk(path, '--batch', 'december');

    const unnamed = await bulk(path);
    const mistyped = await bulk(path, '--batch', 'decembre');

    for (const ran of [unnamed, mistyped]) {
      expect(ran.code).toBe(1);
      expect(ran.stdout).toMatch(/Look twice: the same was given as batch “december”, last on /u);
      expect(ran.stderr).toMatch(
        /given today under another batch\. If you mean it, run it without --yes\.\n$/u,
      );
    }
    expect(await countGifts('misnamed')).toBe(1);
  });

  it('puts what it cannot give in a file that can be corrected and given', async () => {
    await say(['budget', 'set', 'Design', '1000'], env);
    const { stdout: shown } = await say(['budget', 'show', '--json'], env);
    const design = (JSON.parse(shown) as { department: string; leftMinor: string }[]).find(
      ({ department }) => department === 'Design',
    );
    const left = (Number(design?.leftMinor) / 100).toFixed(2);
    const path = await fileOf(
      [
        'shelf,recipient,amount,department,message',
        `A,alice@example.com,${left},Design,=parked`,
        `A,alice@example.com,${left},Design,=parked`,
        'B,nobody@example.com,5,Engineering,=parked',
        'C,bob@example.com,5,Engineering,=parked',
      ].join('\n'),
    );

    const first = await bulk(path);
    const rejectedPath = path.replace('.csv', '.rejected.csv');
    const rejected = await readFile(rejectedPath, 'utf8');
    await say(['budget', 'set', 'Design', '5000'], env);
    await writeFile(rejectedPath, rejected.replace('nobody@', 'dana@'));
    const second = await bulk(rejectedPath);
    const third = await bulk(rejectedPath);

    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/Given: 2, .* rejected: 2\n$/u);
    expect(first.stderr).toContain(
      `largesse: 2 rows were not given: see ${rejectedPath}, correct them there and run that file.\n`,
    );
    expect(rejected.split('\r\n')).toEqual([
      'shelf,recipient,amount,department,message,line,copy,reason',
      expect.stringMatching(
        new RegExp(
          `^A,alice@example.com,${left},Design,'=parked,3,2,"?That is more than the budget of Design`,
          'u',
        ),
      ),
      "B,nobody@example.com,5,Engineering,'=parked,4,,recipient: nobody has the address nobody@example.com",
      '',
    ]);
    expect(second).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Given: 2, .* rejected: 0\n$/u) as string,
    });
    expect(third.stdout).toMatch(/There is nothing left to give\.\n$/u);
    expect(await countGifts('=parked')).toBe(4);
  });

  it('keeps a file of rejected rows that somebody may be correcting', async () => {
    const path = await fileOf(
      'recipient,amount,department,message\nbob@example.com,1,People,kept\nnobody@example.com,1,People,kept\n',
    );
    await bulk(path);

    await bulk(path);

    expect(await readFile(path.replace('.csv', '.rejected-2.csv'), 'utf8')).toContain('nobody@example.com');
  });
});

describe('a long file', () => {
  const ROWS = 1_200;

  async function longFile(message: string): Promise<string> {
    const rows = Array.from({ length: ROWS }, (_, index) => {
      return `${['alice', 'bob', 'dana'][index % 3]}@example.com,1,${index % 2 ? 'Design' : 'Engineering'},o${index},${message}`;
    });
    return fileOf(['recipient,amount,department,occasion,message', ...rows].join('\n'));
  }

  it('gives each row once when it is killed in the middle and run again', async () => {
    const path = await longFile('killed');
    const args = ['gifts', 'bulk', path, '--as', 'priya@example.com', '--yes'];
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [...(await largesseProgram()), ...args], {
      cwd: ROOT,
      env: { PATH, HOME, ...env },
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    await until('first gifts', async () => (await countGifts('killed')) > 0, 60_000);
    child.kill('SIGKILL');
    await ended;
    const before = await countGifts('killed');

    const { code, stdout } = await bulk(path);

    expect(before).toBeLessThan(ROWS);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('rejected: 0') as string,
    });
    expect(await countGifts('killed')).toBe(ROWS);
    await expectSoundBooks();
  });

  it('gives each row once when two run it at once', async () => {
    const path = await longFile('twice');
    const args = ['gifts', 'bulk', path, '--as', 'priya@example.com', '--yes', '--json'];

    const [another, here] = await Promise.all([
      largesse(args, env),
      sayJson<{ given: number }>(args.slice(0, -1), env),
    ]);

    expect(another.code).toBe(0);
    const there = JSON.parse(another.stdout) as { given: number };
    expect(here.given + there.given).toBe(ROWS);
    expect(await countGifts('twice')).toBe(ROWS);
    await expectSoundBooks();
  });
});
