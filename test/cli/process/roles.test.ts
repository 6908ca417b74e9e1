import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { largesse, makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { ROOT } from '#test/helpers/read-imports.ts';
import { runLargesse } from '#test/helpers/run-largesse.ts';
import { hasPgBouncer, startPgBouncer } from '#test/servers/pgbouncer.ts';
import { hasRedisServer, startRedis } from '#test/servers/redis.ts';
import { startSmtpServer } from '#test/servers/smtp.ts';

/** A database made by hand with two roles, as the README says. The tests build on one another. */

vi.setConfig({ testTimeout: 120_000 });

const server = await createTestDatabase({ isEmpty: true });
const { dir, remove } = await makeLargesseDir();
const suffix = randomUUID().replaceAll('-', '').slice(0, 8);
const [APP, OWNER] = [`app_${suffix}`, `owner_${suffix}`];
const smtp = await startSmtpServer();

const DATABASE_URL = urlFor(APP);
const MIGRATION_DATABASE_URL = urlFor(OWNER);
const env = {
  DATABASE_URL,
  LARGESSE_DIR: dir,
  LARGESSE_KEYS: keysToText([newKey()]),
  SMTP_URL: smtp.url,
  MAIL_FROM: 'gifts@corp.example',
  PORT: '0',
};
const asOwner = { ...env, MIGRATION_DATABASE_URL };

function urlFor(role: string): string {
  return Object.assign(new URL(server.ownerUrl), { username: role, password: 'word', pathname: OWNER }).href;
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function rights(settings: Record<string, string> = env): Promise<string[]> {
  const { stdout } = await say(['doctor', '--json'], settings);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return findings
    .filter(({ subject }) => subject === 'Rights')
    .map(({ level, message, fix }) => `${level}: ${message}${fix ? ` → ${fix}` : ''}`);
}

/** The statements that the README shows, before and after it connects to the database, with names of our own. */
async function readRecipe(): Promise<{ before: string[]; after: string[] }> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, recipe = ''] = /```sql\n(create role.*?)```/su.exec(readme) ?? [];
  const [before = [], after = []] = recipe.split('\\connect largesse\n').map((part) =>
    part
      .replaceAll('largesse_owner', OWNER)
      .replaceAll('role largesse ', `role ${APP} `)
      .replaceAll('database largesse ', `database ${OWNER} `)
      .replaceAll(/'[\w-]+'/gu, `'word'`)
      .split('\n')
      .filter((line) => line !== ''),
  );
  if (before.length !== 3 || after.length !== 1) throw new Error('the README has other statements');
  return { before, after };
}

beforeAll(async () => {
  const inDatabase = Object.assign(new URL(server.ownerUrl), { pathname: OWNER }).href;
  const { before, after } = await readRecipe();
  await run(server.ownerUrl, ...before);
  await run(inDatabase, ...after);
  await writeFile(
    join(dir, 'people.csv'),
    'email,name,department,role\nmax@corp.example,Max,Ops,manager\nann@corp.example,Ann,Ops,\n',
  );
});

afterAll(async () => {
  await smtp.stop();
  await run(server.ownerUrl, `drop database if exists ${OWNER} with (force)`, `drop role ${APP}, ${OWNER}`);
  await server.drop();
  await remove();
});

describe('a database of two roles', () => {
  it('is not migrated by the one that Largesse works as, which is told what to do', async () => {
    const { code, stderr } = await say(['migrate'], env);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^largesse: app_\w+ may not change the tables of this database\. .*MIGRATION_DATABASE_URL/u,
    );
  });

  it('is migrated by its owner, who grants the other what it needs', async () => {
    const done = await sayJson<{ migrated: string[]; grantedTo: string }>(['migrate'], asOwner);
    const { stdout } = await say(['migrate'], asOwner);

    expect(done.migrated).toContain('0029-roles');
    expect(done.grantedTo).toBe(APP);
    expect(stdout).toBe(
      `The database is up to date.\nLargesse works as ${APP}, with the rights it needs and no more; ${OWNER} owns the tables.\n`,
    );
    expect(await rights()).toEqual([
      `ok: Largesse works as ${APP}, with the rights it needs and no more; ${OWNER} owns the tables`,
    ]);
  });

  it('is enough for everything from the import to the mail, with the queue in it', async () => {
    const running = await runLargesse({ roles: 'web,chat,worker', env });
    try {
      await sayJson(['people', 'import', join(dir, 'people.csv')], env);
      await sayJson(['budget', 'set', 'Ops', '100'], env);

      const given = await sayJson(['recognize', 'ann@corp.example', '5', '--as', 'max@corp.example'], env);
      const verified = await say(['audit', 'verify'], env);

      expect(given).toMatchObject({ status: 'issued', gifts: [{ delivery: 'sent', channel: 'email' }] });
      expect(verified.stdout).toContain('Everything holds');
    } finally {
      await running.stop();
    }
  });

  it.skipIf(!hasPgBouncer() || !hasRedisServer())('works through a pooler', async () => {
    const [pooler, redis] = [await startPgBouncer(DATABASE_URL), await startRedis()];
    const through = { ...env, DATABASE_URL: pooler.urlOf(DATABASE_URL), REDIS_URL: redis.url };
    const running = await runLargesse({ roles: 'worker', env: through });
    try {
      const migrated = await sayJson(['migrate'], { ...through, MIGRATION_DATABASE_URL });
      const given = await sayJson(
        ['recognize', 'ann@corp.example', '6', '--as', 'max@corp.example'],
        through,
      );

      expect(migrated).toEqual({ migrated: [], newer: [], grantedTo: APP });
      expect(given).toMatchObject({ status: 'issued' });
    } finally {
      await running.stop();
      await pooler.stop();
      await redis.stop();
    }
  });

  it('is told where rights are missing, and where there are too many, until it is migrated again', async () => {
    await run(
      MIGRATION_DATABASE_URL,
      `revoke insert on gift from ${APP}`,
      `grant update, delete on entry to ${APP}`,
      `grant update (amount_minor) on gift to ${APP}`,
    );
    const before = await rights();
    const { code, stderr } = await largesse(
      ['recognize', 'ann@corp.example', '5', '--as', 'max@corp.example'],
      env,
    );
    await say(['migrate'], asOwner);

    expect(before).toEqual([
      `problem: ${APP} lacks insert on gift → Run: largesse migrate, with the owner in MIGRATION_DATABASE_URL`,
      `warning: ${APP} has more rights than Largesse needs: update on entry, delete on entry, update on gift.amount_minor → Run: largesse migrate, with the owner in MIGRATION_DATABASE_URL`,
    ]);
    expect(code).toBe(1);
    expect(stderr).not.toBe('');
    expect((await rights())[0]).toMatch(/^ok: /u);
  });

  it('keeps everybody from temporary tables, and says so where it could not', async () => {
    await expect(run(DATABASE_URL, 'create temporary table account (balance bigint)')).rejects.toMatchObject({
      code: '42501',
    });
    await run(MIGRATION_DATABASE_URL, `grant temporary on database ${OWNER} to ${APP}`);
    expect(await rights()).toEqual([
      `warning: ${APP} has more rights than Largesse needs: temporary on the database → As the owner of the database, run: revoke temporary, create on database NAME from public; revoke create on schema public from public`,
    ]);
    await say(['migrate'], asOwner);
    expect((await rights())[0]).toMatch(/^ok: /u);
  });

  it('may be used by its owner alone, and the doctor says what that leaves open', async () => {
    const asOne = { ...env, DATABASE_URL: MIGRATION_DATABASE_URL };

    expect(await sayJson(['migrate'], asOne)).toEqual({ migrated: [], newer: [], grantedTo: null });
    expect(await rights(asOne)).toEqual([
      `warning: Largesse works as ${OWNER}, which owns its tables: whoever comes by its password can switch off what the database checks, and change what is settled; only the signed record tells of it → Let it work as a role that owns nothing: see “Two database roles” in the README`,
    ]);
    await sayJson(['budget', 'set', 'Ops', '90'], asOne);
    expect((await say(['audit', 'verify'], asOne)).stdout).toContain('Everything holds');
  });

  it('is refused where the two addresses lead to different databases', async () => {
    const elsewhere = { ...asOwner, MIGRATION_DATABASE_URL: server.ownerUrl };

    const { code, stderr } = await say(['migrate'], elsewhere);

    expect(code).toBe(1);
    expect(stderr).toContain('DATABASE_URL and MIGRATION_DATABASE_URL lead to different databases');
  });

  it('names the right setting when the owner cannot log in', async () => {
    const wrong = Object.assign(new URL(MIGRATION_DATABASE_URL), { password: 'guess' }).href;

    const { stderr } = await say(['migrate'], { ...asOwner, MIGRATION_DATABASE_URL: wrong });

    expect(stderr).toMatch(/^largesse: The database refuses the login: .*in MIGRATION_DATABASE_URL\./u);
  });
});
