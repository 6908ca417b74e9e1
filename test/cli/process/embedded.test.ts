import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LargesseProcess, runLargesse } from '#test/helpers/run-largesse.ts';
import { type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import { largesse, makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** The shell on an embedded Postgres, alone and beside a running Largesse. The tests build on one another. */

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const { dir, remove } = await makeLargesseDir();
const env = { LARGESSE_DIR: dir };
const give = ['recognize', 'ann@corp.example', '25', 'for', 'it', '--as', 'max@corp.example'];
let running: LargesseProcess | undefined;
let smtp: SmtpServer;

beforeAll(async () => {
  smtp = await startSmtpServer();
});

afterAll(async () => {
  await running?.stop();
  await smtp.stop();
  await remove();
});

describe('while nothing else runs', () => {
  it('the doctor tries the embedded Postgres and leaves nothing behind', async () => {
    const { code, stdout } = await largesse(['doctor'], { LARGESSE_DIR: join(dir, 'never') });

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /✓ Database: the embedded Postgres starts on this machine; its data will be in .*never/u,
    );
    expect(stdout).toMatch(/✓ Playground: on/u);
    expect(stdout).toMatch(/\nAll is well\.\n$/u);
    expect(await sayJson(['migrate'], env)).toEqual({ migrated: [], newer: [], grantedTo: null });
  });

  it('a gift is decided, and its message waits for the playground', async () => {
    const people =
      'email,name,department,role\nmax@corp.example,Max,Ops,manager\nann@corp.example,Ann,Ops,\n';
    await writeFile(join(dir, 'people.csv'), people);
    await say(['people', 'import', join(dir, 'people.csv')], env);
    await say(['budget', 'set', 'Ops', '100'], env);

    const { code, stdout, stderr } = await largesse(give, env);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Ann gets \$25\.00\.\n {2}The message with the code is delivered when `largesse start` runs\.\nOps has \$75\.00 left until /u,
    );
    expect(await sayJson(['jobs', 'failed'], env)).toEqual([]);
  });

  it('a refusal comes as one line', async () => {
    const ran = await say(['recognize', 'ann@corp.example', '76', '--as', 'max@corp.example'], env);

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(
      /^largesse: That is more than the budget of Ops has left: .* \$75\.00 left until .*\n$/u,
    );
  });

  it('a gift is mailed by the command itself, once there is a mail server', async () => {
    const mailing = { ...env, SMTP_URL: smtp.url, MAIL_FROM: 'gifts@corp.example' };

    const { stdout } = await say(
      ['recognize', 'ann@corp.example', '24', '--as', 'max@corp.example'],
      mailing,
    );

    expect(stdout).toMatch(/^Ann gets \$24\.00\.\n {2}Delivered by email\.\n/u);
    expect(smtp.mails.length).toBeGreaterThan(0);
  });
});

describe('beside a running Largesse', () => {
  it('gives by its workers', async () => {
    running = await runLargesse({ roles: 'web,chat,worker', env: { ...env, PORT: '0' } });

    const given = await sayJson(['recognize', 'ann@corp.example', '5', '--as', 'max@corp.example'], env);

    expect(given).toMatchObject({ status: 'issued', gifts: [{ delivery: 'sent', channel: 'dm' }] });
  });

  it('is seen by the doctor', async () => {
    const { ok, findings } = await sayJson<{ ok: boolean; findings: { subject: string; message: string }[] }>(
      ['doctor'],
      env,
    );

    expect(ok).toBe(true);
    expect(findings).toContainEqual({
      subject: 'Database',
      level: 'ok',
      message: `the embedded Postgres runs, with its data in ${join(dir, 'postgres')}`,
    });
    expect(findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['Migrations', 'Keys', 'People']),
    );
  });
});
