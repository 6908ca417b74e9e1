import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Credits, wallets, codes and the guard from the shell. The tests build on one another. */

const PEOPLE = `email,name,department,role
morgan@example.com,Morgan Reyes,Engineering,manager
alice@example.com,Alice Ito,Engineering,employee
bob@example.com,Bob Olsen,Engineering,employee
priya@example.com,Priya Nair,People,hr
finn@example.com,Finn Adler,People,finance
zoe@example.com,Zoe Admin,People,admin
`;

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([TEST_KEY]) };
afterAll(async () => {
  await database.drop();
  await remove();
});

const core = makeCore(database.db);
core.clock.set(new Date().toISOString());

const UNTIL = ['--until', '2099-12-31'];
const GRANT = ['promo', 'grant', '--paid-by', 'Engineering', ...UNTIL, '--reason', 'spring'];
const FINN = ['--as', 'finn@example.com'];
const HR = ['--as', 'priya@example.com', '--reason', 'lost phone'];

async function give(amount: string): Promise<string> {
  const asked = ['recognize', 'alice@example.com', amount, '--as', 'morgan@example.com', '--no-wait'];
  const { id } = (await sayJson(asked, env)) as { id: string };
  const { giftIds } = await core.app.recognition.issue([id]);
  return giftIds[0] ?? '';
}

async function approve(approvalId: string) {
  return say(['approvals', 'approve', approvalId, '--as', 'zoe@example.com'], env);
}

let giftId: string;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  giftId = await give('25');
});

describe('promotional credit from the shell', () => {
  it('is shown before it is granted, and granted once', async () => {
    const to = [...GRANT, '20', '--to', 'alice@example.com', ...FINN, '--request-id', 'spring'];
    const unasked = await say(to, env);
    const dry = await say([...to, '--dry-run'], env);
    const done = await say([...to, '--yes'], env);
    const again = await say([...to, '--yes'], env);

    expect(unasked).toMatchObject({ code: 2 });
    expect(dry.stdout).toBe(
      '1 credit, $20.00 together, paid by Engineering.\nNothing was granted yet: run it without --dry-run.\n',
    );
    expect(done.stdout).toContain('Granted. They are told.');
    expect(again.stdout).toBe('1 credit of 1 had been granted before.\nThere is nothing left to grant.\n');
  });

  it('goes to everybody in a department', async () => {
    const to = [...GRANT, '1', '--to-department', 'Engineering', ...FINN, '--yes', '--json'];

    expect(await sayJson(to, env)).toMatchObject({ totalMinor: '300', isDone: true });
  });

  it('goes to whom a file names, each row once, and to nobody while a row is wrong', async () => {
    const path = join(dir, 'credits.csv');
    await writeFile(path, 'Email;Amount\nbob@example.com;2\nnobody@example.com;3\nbob@example.com;x\n');
    const wrong = await say([...GRANT, '--file', path, ...FINN, '--yes'], env);
    await writeFile(path, 'Email;Amount\nbob@example.com;2\nbob@example.com;2\n');
    const first = await sayJson([...GRANT, '--file', path, ...FINN, '--yes', '--json'], env);
    const again = await sayJson([...GRANT, '--file', path, ...FINN, '--yes', '--json'], env);

    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/Line 3: .*nobody@example.com[^]*Line 4: [^]*Nothing was granted/u);
    expect(first).toMatchObject({ totalMinor: '400', repeated: 0 });
    expect(again).toMatchObject({ totalMinor: '0', repeated: 2 });
  });

  it('is refused to whoever may not grant it', async () => {
    const { code, stderr } = await say(
      [...GRANT, '20', '--to', 'bob@example.com', '--as', 'priya@example.com', '--yes'],
      env,
    );

    expect(code).toBe(1);
    expect(stderr).toContain('granted and taken back by finance or an admin. Your role is hr');
  });

  it('is listed, and taken back with a second person', async () => {
    const { stdout } = await say(['promo', 'list', '--person', 'alice@example.com'], env);
    const [promo] = (await sayJson(['promo', 'list', '--person', 'alice@example.com'], env)) as {
      grantId: string;
    }[];
    const asked = (await sayJson(
      ['promo', 'take-back', promo?.grantId ?? '', ...FINN, '--reason', 'granted twice'],
      env,
    )) as { approvalId: string };
    const approved = await approve(asked.approvalId);
    const after = await sayJson(['promo', 'list', '--person', 'alice@example.com', '--all'], env);

    expect(stdout).toMatch(/Alice Ito +\$20.00 +\$20.00 +Engineering +2100-01-01 .* open +spring/u);
    expect(approved.stdout).toContain('promotional credit from Alice Ito');
    expect(after).toMatchObject([{ status: 'taken-back', leftMinor: '0' }, { status: 'open' }]);
  });
});

describe('a code from the shell', () => {
  it('is frozen, and replaced with a second person', async () => {
    const early = await say(['codes', 'reissue', giftId, ...HR], env);
    const reported = await say(['codes', 'report', giftId, '--as', 'alice@example.com'], env);
    const again = await say(['codes', 'report', giftId, ...HR], env);
    const asked = (await sayJson(['codes', 'reissue', giftId, ...HR], env)) as { approvalId: string };
    const approved = await approve(asked.approvalId);

    expect(early.stderr).toContain('The code of this gift works. Report it first');
    expect(reported.stdout).toMatch(/^Frozen: the code of Alice Ito that ends in \w{4}, \$25.00\./u);
    expect(again.stdout).toContain('It was frozen already');
    expect(approved.stdout).toContain('another code for the gift of $25.00 to Alice Ito');
  });
});

describe('a wallet from the shell', () => {
  it('shows what is in it, frozen or not, and every movement with its balance', async () => {
    const person = (
      await core.app.queries.people.findByEmail(
        { organizationId: await organizationId(), operator: 'a test' },
        ['alice@example.com'],
      )
    )[0];
    if (person) await core.app.gift.redeem({ person, giftId });
    await say(['wallet', 'freeze', 'alice@example.com', ...HR], env);
    const shown = await say(['wallet', 'show', 'alice@example.com'], env);
    const thawed = await say(['wallet', 'unfreeze', 'alice@example.com', ...HR], env);

    expect(shown.stdout).toMatch(
      /\$26.00 to spend, of it \$25.00 gift funds\n {2}\$1.00 promotional credit until December 31, 2099:/u,
    );
    expect(shown.stdout).toContain('lost phone');
    expect(shown.stdout).toMatch(/code.redeemed +Morgan Reyes: .*\$25.00 +\$26.00/u);
    expect(thawed.stdout).toBe('The wallet of Alice Ito is no longer frozen. They are told.\n');
  });

  it('is closed by two people, and listed for the payroll', async () => {
    await say(['people', 'deactivate', 'alice@example.com'], env);
    const before = await say(['wallet', 'leavers'], env);
    const asked = (await sayJson(
      ['wallet', 'close', 'alice@example.com', '--way', 'pay-out', ...HR],
      env,
    )) as { closings: { approvalId: string }[] };
    await approve(asked.closings[0]?.approvalId ?? '');
    const after = await say(['wallet', 'leavers'], env);
    const payouts = await say(['wallet', 'payouts'], env);

    expect(before.stdout).toMatch(/Alice Ito +alice@example.com .*\$25.00 +not yet/u);
    expect(after.stdout).toBe('Nobody who has left holds gift funds.\n');
    expect(payouts.stdout).toMatch(/Alice Ito,alice@example.com,,25.00,USD,.*,lost phone/u);
  });
});

describe('the guard from the shell', () => {
  it('shows the rules, sets some of them, and refuses what is none', async () => {
    const before = await say(['guard', 'show'], env);
    const set = ['guard', 'set', '--rule', 'redeems-per-hour=5:freeze', '--rule', 'unusual-amount=off'];
    const after = await say([...set, '--closing', 'pay-out'], env);
    const wrong = await say(['guard', 'set', '--rule', 'redeems-per-hour=5:explode'], env);

    expect(before.stdout).toMatch(/redeems-per-hour +20 +warn/u);
    expect(before.stdout).toContain('No rule has fired.');
    expect(after.stdout).toMatch(/redeems-per-hour +5 +freeze[^]*unusual-amount +off[^]*closed by: pay-out/u);
    expect(wrong).toMatchObject({ code: 2 });
  });
});

async function organizationId(): Promise<string> {
  const { id } = await database.db.selectFrom('organization').select('id').executeTakeFirstOrThrow();
  return id;
}
