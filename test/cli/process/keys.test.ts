import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyRing, keysFromText, keysToText, type RingKey } from '#src/kit/key-ring.ts';
import { keepRing, type KeptRing } from '#src/process/keep-ring.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { keyCalled, type ProcessWithKeys, startProcessWithKeys } from '#test/helpers/process-with-keys.ts';
import { runCommand, runLargesse } from '#test/helpers/run-largesse.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { until } from '#test/helpers/until.ts';
import { largesse, say, sayJson } from '../largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 180_000 });

const OLD = keyCalled('old');
const NEW = keyCalled('new');

let database: TestDatabase;
let dir: string;
let path: string;
let env: Record<string, string>;
let core: ProcessWithKeys;
let company: Company;

beforeEach(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), 'largesse-keys-'));
  path = join(dir, 'ring');
  env = { DATABASE_URL: database.url, LARGESSE_KEYS_FILE: path, LARGESSE_DIR: dir };
  await write(OLD);
  core = await startProcessWithKeys(database.db, OLD);
  company = await makeCompany(core);
});
afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

async function write(...keys: RingKey[]): Promise<void> {
  await writeFile(path, keysToText(keys));
}

async function idsInFile(): Promise<string[]> {
  return keysFromText(await readFile(path, 'utf8')).map(({ id }) => id);
}

async function giveToAlice(): Promise<string> {
  const { gifts } = await company.give('morgan', 'alice', '5');
  return gifts[0]?.giftId ?? '';
}

/** A process that runs with a ring in its environment, as seen from the shell. */
async function running(...keys: RingKey[]): Promise<KeptRing> {
  return keepRing({ dir, keys: keysToText(keys) }, database.db, { log: silentLog, role: 'web' });
}

async function countByKey(): Promise<Record<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select key_id as key, count(*)::integer as count from code group by 1`.execute(database.db);
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

describe('replacing a key from the shell', () => {
  it('goes from step to step, each saying the next, until nothing needs the old one', async () => {
    const giftId = await giveToAlice();
    await core.app.ledger.seal();
    const code = await company.codeOf(giftId, 'alice');

    const added = await say(['keys', 'add'], env);
    const [, id = ''] = await idsInFile();
    const promoted = await say(['keys', 'promote', id], env);
    const resealed = await say(['keys', 'reseal'], env);
    const retired = await say(['keys', 'retire', 'old'], env);

    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout.split('\n')).toEqual([
      `Added ${id}, last in the ring: it can read, and nothing is written with it yet.`,
      `${path} is written. Processes that read it take it over within seconds.`,
      `Next, once largesse keys list shows it in every process: largesse keys promote ${id}`,
      '',
    ]);
    expect(promoted.stdout).toContain(`${id} is now first in the ring`);
    expect(promoted.stdout).toContain(
      'Next, once largesse keys list shows it first in every process: largesse keys reseal',
    );
    expect(resealed).toMatchObject({ code: 0, stderr: '' });
    expect(resealed.stdout).toMatch(
      new RegExp(`^Brought under ${id}: 1 code, \\d seals?\\.\nNext: largesse keys retire old\n$`, 'u'),
    );
    expect(retired).toMatchObject({ code: 0, stderr: '' });
    expect(retired.stdout).toContain('old is retired: nothing needs it');
    expect(await idsInFile()).toEqual([id]);
    const redeemed = await largesse(['redeem', '-', '--as', 'alice@example.com'], env, code.reveal());
    expect(redeemed).toMatchObject({ code: 0, stderr: '' });
    const { ok, checks } = await sayJson<{ ok: boolean; checks: { ok: boolean }[] }>(
      ['audit', 'verify'],
      env,
    );
    expect([ok, checks.filter((check) => !check.ok)]).toEqual([true, []]);
    const activity = await sayJson<{ kind: string; detail: object }[]>(
      ['activity', 'list', '--kind', 'key.retired'],
      env,
    );
    expect(activity).toMatchObject([{ detail: { keyId: 'old' } }]);
  });

  it('takes the key of another machine from standard input, and none from the command line', async () => {
    const told = await largesse(['keys', 'add', '-'], env, `${keysToText([NEW])}\n`);
    const again = await largesse(['keys', 'add', '-'], env, `${keysToText([NEW])}\n`);
    const shown = await say(['keys', 'add', keysToText([NEW])], env);

    expect(told.code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(`${keysToText([OLD, NEW])}\n`);
    expect(again).toMatchObject({ code: 1, stderr: 'largesse: The ring already has a key new\n' });
    expect(shown).toMatchObject({
      code: 2,
      stderr: 'largesse: A key is not given on the command line. Write - and give it on standard input\n',
    });
  });

  it('says what to set where the ring is a setting, or in a file that may not be written', async () => {
    const inSetting = { ...env, LARGESSE_KEYS_FILE: '', LARGESSE_KEYS: keysToText([OLD, NEW]) };

    const promoted = await say(['keys', 'promote', 'new'], inSetting);

    expect(promoted.code).toBe(0);
    expect(promoted.stdout).toContain(
      `LARGESSE_KEYS cannot be changed from here. Set it to this for every process, and restart them one by one:\n\n${keysToText([NEW, OLD])}\n`,
    );
    expect(await idsInFile()).toEqual(['old']);
  });

  it.each([
    ['promote', 'The ring has no key other. It has: old'],
    ['retire', 'The ring has no key other. It has: old'],
  ])('refuses to %s a key that is not there', async (step, why) => {
    expect(await say(['keys', step, 'other'], env)).toMatchObject({ code: 1, stderr: `largesse: ${why}\n` });
  });

  it('does not retire the key that writes', async () => {
    expect(await say(['keys', 'retire', 'old'], env)).toMatchObject({
      code: 1,
      stderr: 'largesse: old is the one that writes. Promote another one first: largesse keys promote\n',
    });
  });
});

describe('what would leave a running process behind', () => {
  it('is refused: a key that it has not got is not promoted, and nothing is brought under it', async () => {
    const web = await running(OLD);
    await write(OLD, NEW);
    const promoted = await say(['keys', 'promote', 'new'], env);
    await write(NEW, OLD);
    const resealed = await say(['keys', 'reseal'], env);
    await web.close();

    expect(promoted).toMatchObject({ code: 1, stdout: '' });
    expect(promoted.stderr).toMatch(
      /^largesse: web on \S+ \(pid \d+\): no new there yet, so what it writes could not be read\. Add it there first\n$/u,
    );
    expect(resealed.code).toBe(1);
    expect(resealed.stderr).toMatch(
      /: no new there, so what comes under it could not be read\. Add it there first\n$/u,
    );
  });

  it('is refused: a key that it writes with is not retired', async () => {
    await write(NEW, OLD);
    const web = await running(OLD, NEW);
    const retired = await say(['keys', 'retire', 'old'], env);
    await web.close();

    expect(retired.code).toBe(1);
    expect(retired.stderr).toMatch(
      /web on \S+ \(pid \d+\): writes with old still\. Promote the new key there, too\n$/u,
    );
    expect(await idsInFile()).toEqual(['new', 'old']);
  });

  it('is refused: a key that something needs is not retired, and what needs it is named', async () => {
    const giftId = await giveToAlice();
    await core.app.ledger.seal();
    await write(NEW, OLD);

    const retired = await say(['keys', 'retire', 'old'], env);

    expect(retired.code).toBe(1);
    expect(retired.stderr).toMatch(
      new RegExp(
        `^largesse: old is needed still by 1 code, 1 seal.* \\(gifts ${giftId}\\)\\. First run: largesse keys reseal\n$`,
        'u',
      ),
    );
  });
});

it('lists the keys, since when each is used, what needs it, and who has it', async () => {
  await giveToAlice();
  await core.app.ledger.seal();
  await write(OLD, NEW);
  const web = await running(OLD);

  const { stdout } = await say(['keys', 'list'], env);
  const { keys, processes } = await sayJson<{ keys: object[]; processes: object[] }>(['keys', 'list'], env);
  await web.close();

  const [head, old, added, , title, process] = stdout.split('\n');
  expect(head).toMatch(/^Key\s+Here it\s+First used\s+Needed by$/u);
  expect(old).toMatch(/^old\s+writes\s+\d{4}-\d\d-\d\d \d\d:\d\d UTC\s+1 code, 1 seal$/u);
  expect(added).toMatch(/^new\s+reads\s+not yet\s+nothing$/u);
  expect(title).toMatch(/^Running\s+Keys, the first one writes$/u);
  expect(process).toMatch(/^web on \S+ \(pid \d+\)\s+old$/u);
  expect(keys).toMatchObject([
    { id: 'old', place: 0, needs: { codes: 1, seals: 1, unsealed: 0 } },
    { id: 'new', place: 1, firstUsedAt: null },
  ]);
  expect(processes).toMatchObject([{ role: 'web', keyIds: ['old'] }]);
});

it('tells the steps in their order in the help', async () => {
  const { stdout } = await say(['keys', '--help']);

  const steps = [...stdout.matchAll(/^ {2}\d\. (?:largesse keys )?(\w+)/gmu)].map(([, step]) => step);
  expect(steps).toEqual(['add', 'wait', 'promote', 'wait', 'reseal', 'retire']);
});

describe('resealing that is killed', () => {
  it('has done whole batches, after which the books hold, and is gone on with', async () => {
    const asked = await Promise.all(
      Array.from({ length: 510 }, () => company.ask('morgan', 'alice', '0.10')),
    );
    await core.app.recognition.issue(asked.map(({ id }) => id));
    await core.reload(NEW, OLD);
    await write(NEW, OLD);
    await sql`create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(3); return null; end'`.execute(
      database.owner,
    );
    await sql`create trigger slow after update on code for each statement execute function slow()`.execute(
      database.owner,
    );

    const killed = runKilled(['keys', 'reseal'], async () => ((await countByKey())['new'] ?? 0) > 0);

    expect(await killed).toBe('SIGKILL');
    const ring = createKeyRing([NEW, OLD]);
    expect(await countByKey()).toEqual({ new: 500, old: 10 });
    expect(await listBroken(database.db, ring)).toEqual([]);

    await sql`drop trigger slow on code`.execute(database.owner);
    const again = await sayJson<{ codes: number; left: unknown[] }>(['keys', 'reseal'], env);

    expect(again).toMatchObject({ codes: 10, left: [] });
    expect(await countByKey()).toEqual({ new: 510 });
    expect(await listBroken(database.db, createKeyRing([NEW]))).toEqual([]);
  });
});

/** Kills a command as soon as something is seen. Returns what ended it. */
async function runKilled(args: string[], isSeen: () => Promise<boolean>): Promise<string | null> {
  const ended = runCommand(args, env, { killWhen: () => until('the moment', isSeen, 120_000) });
  return (await ended).signal;
}

describe('a running largesse', () => {
  it('takes a changed file over by itself, and at SIGHUP at once, and goes on', async () => {
    const started = await runLargesse({ roles: 'worker', env: { ...env, HEALTH_PORT: '0' } });
    try {
      await write(OLD, NEW);
      await until('the new key', () => started.said().includes('"keys":["old","new"]'));
      await write(NEW, OLD);
      process.kill(started.pid, 'SIGHUP');
      await until('the promoted key', () => started.said().includes('"keys":["new","old"]'));
      process.kill(started.pid, 'SIGHUP');
      await until('a second word', () => started.said().split('"keys":["new","old"]').length > 2);

      const ready = await until('answer that it is ready', async () => {
        const answer = await fetch(`${started.url}/readyz?exclude=sweep`);
        return answer.ok && ((await answer.json()) as { checks: object });
      });
      expect(ready.checks).toMatchObject({ keys: 'ok' });
      expect(started.isRunning()).toBe(true);
    } finally {
      expect((await started.stop()).code).toBe(0);
    }
  });
});
