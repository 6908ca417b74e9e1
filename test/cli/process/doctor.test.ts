import { transactOn } from '#test/helpers/transact-on.ts';
import { randomUUID } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkNode } from '#src/cli/process/doctor/check-node.ts';
import { saveProcessRing } from '#src/db/kit/process-ring.ts';
import { must } from '#src/domain/kit/must.ts';
import { fingerprint, keysFromText, keysToText, newKey } from '#src/kit/key-ring.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { getInstallation, linkWorkspace } from '#src/db/people/organization.ts';
import { startTremendousServer, TREMENDOUS } from '#test/servers/rewards/tremendous.ts';
import { startDiscordServer } from '#test/servers/discord/discord-server.ts';
import { hasRedisServer, startRedis } from '#test/servers/redis.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { largesse, makeLargesseDir, say } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const KEYS = keysToText([newKey()]);

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const empty = `empty_${randomUUID().replaceAll('-', '')}`;
const other = createServer((_, response) => response.end('hello'));

beforeAll(async () => {
  await sql`create database ${sql.ref(empty)}`.execute(database.owner);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => other.close(resolve));
  await sql`drop database if exists ${sql.ref(empty)} with (force)`.execute(database.owner);
  await database.drop();
  await remove();
});

/** The database's url with parts exchanged. */
function urlWith(parts: Partial<Pick<URL, 'password' | 'hostname' | 'port' | 'pathname'>>): string {
  return Object.assign(new URL(database.url), parts).href;
}

type Report = { code: number | null; findings: Finding[] };

async function examine(env: Record<string, string>): Promise<Report> {
  const { code, stdout } = await say(['doctor', '--json'], { LARGESSE_DIR: dir, PORT: '0', ...env });
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(code === 0);
  return { code, findings };
}

function about(findings: readonly Finding[], subject: string): string[] {
  return findings
    .filter((finding) => finding.subject.toLowerCase().startsWith(subject.toLowerCase()))
    .map(({ level, message, fix }) => `${level}: ${message}${fix ? ` → ${fix}` : ''}`);
}

describe('the doctor', () => {
  it('finds nothing to mend on a server that is ready', async () => {
    const env = { DATABASE_URL: database.url, LARGESSE_KEYS: KEYS };
    await say(['migrate'], env);
    await say(['people', 'list'], env);

    const { code, findings } = await examine(env);

    expect(code).toBe(0);
    expect(about(findings, 'Database')).toEqual([expect.stringMatching(/^ok: Postgres \d+\.\d+ answers$/u)]);
    expect(about(findings, 'Clock')).toEqual(['ok: agrees with the database']);
    expect(about(findings, 'Migrations')).toEqual(['ok: the database is up to date']);
    expect(about(findings, 'Queue')).toEqual([
      expect.stringMatching(/^ok: Postgres holds the queue/u),
      expect.stringMatching(/^ok: A job passes, in \d+ ms\.$/u),
    ]);
    expect(about(findings, 'Keys')).toEqual(['ok: LARGESSE_KEYS holds 1']);
    expect(about(findings, 'People')).toEqual([
      'warning: nobody is known yet → Run: largesse people import people.csv',
    ]);
  });

  it('asks the shops of gift cards and the payment provider, and names no key', async () => {
    const shop = await startTremendousServer({ clock: { now: () => new Date() } });

    const { findings } = await examine({
      TREMENDOUS_API_KEY: TREMENDOUS.apiKey,
      TREMENDOUS_API_URL: `${shop.url}/api/v2`,
      STRIPE_SECRET_KEY: 'sk_live_a-secret-key',
      STRIPE_API_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
      AMAZON_INCENTIVES_COUNTRY: 'US',
    });
    await shop.stop();

    expect(about(findings, 'Rewards of Tremendous')).toEqual([
      'ok: $5,000.00 are left',
      expect.stringMatching(/^warning: TREMENDOUS_WEBHOOK_KEY is not set/u),
    ]);
    expect(about(findings, 'Payments by Stripe')).toEqual([
      'problem: Stripe’s answer cannot be read → Check STRIPE_SECRET_KEY in Stripe’s dashboard, and the network',
    ]);
    expect(about(findings, 'Settings')).toContainEqual(
      expect.stringMatching(/^problem: Amazon’s gift cards need all four/u),
    );
    expect(JSON.stringify(findings)).not.toMatch(/a-secret-key|key-of-tremendous/u);
  });

  it('reports all wrong settings at once, and looks at the rest', async () => {
    const { code, findings } = await examine({
      DATABASE_URL: 'mysql://x',
      LARGESSE_CURRENCY: 'EURO',
      LARGESSE_CURENCY: 'EUR',
      PORT: 'http',
      SLACK_APP_TOKEN: 'xapp-1',
      SMTP_URL: 'smtp://127.0.0.1:1',
    });

    expect(code).toBe(1);
    expect(about(findings, 'Settings').toSorted()).toEqual([
      expect.stringMatching(/^problem: DATABASE_URL is not a URL/u),
      expect.stringMatching(/^problem: LARGESSE_CURRENCY is “EURO”/u),
      expect.stringMatching(/^problem: MAIL_FROM is missing → Set it to the sender/u),
      expect.stringMatching(/^problem: PORT is “http”/u),
      expect.stringMatching(/^problem: SLACK_BOT_TOKEN is missing/u),
      expect.stringMatching(/^warning: LARGESSE_CURENCY is set, but there is no such setting/u),
    ]);
    expect(about(findings, 'Playground')).toHaveLength(1);
    expect(about(findings, 'Database')).toEqual([]);
  });

  it.each([
    ['a wrong password', urlWith({ password: 'wrong' }), /refuses the login.* → Correct user and password/u],
    [
      'a missing password',
      urlWith({ password: '' }),
      /wants a password, and DATABASE_URL has none.* → Write it/u,
    ],
    ['an unknown host', urlWith({ hostname: 'no.such.host.invalid' }), /host of the database is unknown/u],
    ['a port where nothing answers', urlWith({ port: '1' }), /No database answers at 127\.0\.0\.1:1/u],
    ['no such database', urlWith({ pathname: '/nothing' }), /There is no such database: .*“?"nothing"/u],
  ])('tells %s', async (_, DATABASE_URL, line) => {
    const { code, findings } = await examine({ DATABASE_URL, LARGESSE_KEYS: KEYS });

    expect(code).toBe(1);
    expect(about(findings, 'Database')).toEqual([expect.stringMatching(line)]);
    expect(JSON.stringify(findings)).not.toContain(new URL(database.url).password);
    expect(about(findings, 'Mail')).toHaveLength(1);
  });

  it('asks for the migrations of an empty database, and makes nothing in it', async () => {
    const DATABASE_URL = urlWith({ pathname: `/${empty}` });

    const before = await examine({ DATABASE_URL });
    const after = await examine({ DATABASE_URL });

    expect(about(before.findings, 'Migrations')).toEqual([
      expect.stringMatching(/^problem: missing: 0001-foundation.* → Run: largesse migrate$/u),
    ]);
    expect(about(before.findings, 'Queue')).toEqual([expect.stringMatching(/^problem: .*no tables/u)]);
    expect(after).toEqual(before);
    expect(about(before.findings, 'Keys')).toEqual([expect.stringMatching(/^ok: will be created in /u)]);
  });

  it('is content once `largesse migrate` has run', async () => {
    const DATABASE_URL = Object.assign(new URL(database.ownerUrl), { pathname: `/${empty}` }).href;

    const migrated = await say(['migrate'], { DATABASE_URL });
    const { findings } = await examine({ DATABASE_URL });

    expect(migrated.stdout).toMatch(/^Migrated: 0001-foundation/u);
    expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  });

  it('notices keys that are not the ones the database was written with', async () => {
    const [id] = KEYS.split(':');
    const DATABASE_URL = database.url;

    const missing = await examine({ DATABASE_URL, LARGESSE_KEYS: keysToText([newKey()]) });
    const another = await examine({
      DATABASE_URL,
      LARGESSE_KEYS: keysToText([{ id: id ?? '', secret: newKey().secret }]),
    });
    const broken = await examine({ DATABASE_URL, LARGESSE_KEYS: 'secret' });

    expect(about(missing.findings, 'Keys')).toEqual([
      expect.stringMatching(/^problem: .*code key “k[\da-f]+”, which is missing here → Set LARGESSE_KEYS/u),
    ]);
    expect(about(another.findings, 'Keys')).toEqual([
      expect.stringMatching(/which has another secret here/u),
    ]);
    expect(about(broken.findings, 'Keys')).toEqual([
      expect.stringMatching(/^problem: LARGESSE_KEYS: Key 1 must look like/u),
    ]);
  });

  it('says that a retired key is still in the ring, and which processes have other keys', async () => {
    const [key, old] = [must(keysFromText(KEYS)[0], 'a key'), newKey()];
    const retired = { id: old.id, fingerprint: fingerprint(old), retired_at: new Date() };
    await database.db.insertInto('code_key').values(retired).execute();
    const ring = { host: 'host-1', pid: 1, keyIds: [key.id], fingerprints: [fingerprint(key)] };
    const more = { keyIds: [key.id, 'next'], fingerprints: [fingerprint(key), 'f'] };
    await saveProcessRing(database.db, { ...ring, id: randomUUID(), role: 'web' });
    await saveProcessRing(database.db, { ...ring, ...more, id: randomUUID(), role: 'worker' });
    const env = { DATABASE_URL: database.url, LARGESSE_KEYS: `${KEYS},${keysToText([old])}` };

    const different = await examine(env);
    await saveProcessRing(database.db, { ...ring, id: randomUUID(), role: 'chat', keyIds: ['next'] });
    const lacking = await examine(env);
    await database.owner.deleteFrom('process_ring').execute();
    await database.owner.deleteFrom('code_key').where('id', '=', old.id).execute();

    const how = 'Give every process the same ring: `largesse keys --help` shows the steps';
    expect(about(different.findings, 'Keys')).toEqual([
      'ok: LARGESSE_KEYS holds 2',
      `warning: ${old.id} is retired and still in the ring → Take it out of the ring of every process`,
      `warning: the processes have different rings: web on host-1 (pid 1) has ${key.id}; worker on host-1 (pid 1) has ${key.id}, next → ${how}`,
    ]);
    expect(about(lacking.findings, 'Keys').at(-1)).toMatch(
      /^problem: a process lacks a key that the database is written with: .*chat on host-1 \(pid 1\) has next → Give every process/u,
    );
  });

  it('warns of a key file that others can read', async () => {
    const path = join(dir, 'keys');
    await writeFile(path, KEYS);
    await chmod(path, 0o644);

    const { findings } = await examine({ DATABASE_URL: database.url });

    expect(about(findings, 'Keys')).toEqual([
      `warning: ${path} can be read by other users of this machine → Run: chmod 600 ${path}`,
    ]);
  });

  it('says that settings of the organization are kept as they were', async () => {
    const { findings } = await examine({
      DATABASE_URL: database.url,
      LARGESSE_KEYS: KEYS,
      LARGESSE_CURRENCY: 'EUR',
    });

    expect(about(findings, 'Organization')).toEqual([
      'warning: LARGESSE_CURRENCY is EUR here, but the organization was created with USD, which stays → Set LARGESSE_CURRENCY=USD',
    ]);
  });

  it.skipIf(!hasRedisServer())(
    'names its jobs in a Redis that others use too (skipped without one)',
    async () => {
      const redis = await startRedis();
      const env = { DATABASE_URL: database.url, LARGESSE_KEYS: KEYS, REDIS_URL: redis.url };

      const { findings } = await examine(env);
      await redis.stop();

      expect(about(findings, 'Installation')).toEqual([
        expect.stringMatching(
          /^ok: This installation’s jobs are in Redis under \{\S+\}, apart from any other’s\.$/u,
        ),
      ]);
      expect(about(findings, 'Installation')[0]).toContain(await getInstallation(database.db));
    },
  );

  it('names the servers that have not joined, and those that the bot has left', async () => {
    const discord = await startDiscordServer();
    const [joined, ours] = [discord.addGuild('Joined'), discord.addGuild('Ours')];
    discord.addGuild('Strangers');
    const { rows } = await sql<{ id: string }>`select id from organization`.execute(database.db);
    const organizationId = rows[0]?.id ?? '';
    const link = { platform: 'discord', workspaceId: joined, name: 'Joined' };
    await transactOn(database.db, async (tx) => {
      await linkWorkspace(tx, organizationId, link);
      await linkWorkspace(tx, organizationId, { ...link, workspaceId: '1', name: 'Left' });
    });

    const { code, findings } = await examine({
      DATABASE_URL: database.url,
      LARGESSE_KEYS: KEYS,
      DISCORD_TOKEN: discord.token,
      DISCORD_APPLICATION_ID: discord.applicationId,
      DISCORD_API_URL: discord.url,
      DISCORD_GUILD_ID: ours,
    });
    await discord.stop();

    expect(code).toBe(1);
    expect(about(findings, 'Workspaces')).toEqual([
      'ok: the Discord server “Ours” has not joined yet: it does when `largesse start` connects',
      'warning: the Discord server “Strangers” has not joined: commands there are refused → Run: largesse workspaces invite, and type /join and the code there; or remove the bot from it',
      'warning: the Discord server “Left” has joined, but the bot is not in it: nobody there can be reached → Invite the bot again, or leave it as it is',
    ]);
    await sql`delete from workspace_link`.execute(database.owner);
  });

  it('goes on after each failure: queue, mail, chat and port', async () => {
    const { port } = other.address() as AddressInfo;

    const { code, findings } = await examine({
      DATABASE_URL: database.url,
      LARGESSE_KEYS: KEYS,
      REDIS_URL: 'redis://127.0.0.1:1',
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'gifts@example.com',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      PORT: String(port),
    });

    expect(code).toBe(1);
    expect(about(findings, 'Queue')).toEqual([expect.stringMatching(/^problem: Redis cannot be used/u)]);
    expect(about(findings, 'Mail server')).toEqual([expect.stringMatching(/^problem: /u)]);
    expect(about(findings, 'Slack bot token')).toEqual([expect.stringMatching(/^problem: /u)]);
    expect(about(findings, 'Playground')).toEqual(['ok: off: Slack is configured']);
    expect(about(findings, 'Web')).toEqual([
      `problem: port ${port} on 127.0.0.1 is taken by another program → Set PORT to a free one, or stop that program`,
    ]);
    expect(about(findings, 'Database')).toEqual([expect.stringMatching(/^ok: /u)]);
  });

  it('ends by itself, with signs for people and what to do', async () => {
    const { code, stdout, stderr } = await largesse(['doctor'], {
      DATABASE_URL: urlWith({ pathname: '/nothing' }),
      LARGESSE_DIR: dir,
      DISCORD_TOKEN: 'x',
      DISCORD_APPLICATION_ID: '80351110224678912',
      DISCORD_API_URL: 'http://127.0.0.1:1/api',
      HOST: '0.0.0.0',
    });

    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/✗ Database: There is no such database.*\n {4}→ Make it with createdb/u);
    expect(stdout).toMatch(/! Mail: no mail server is configured.*\n {4}→ Set SMTP_URL/u);
    expect(stdout).toMatch(/✗ Discord: token: /u);
    expect(stdout).toMatch(/\nFound 2 problems and 1 warning\.\n$/u);
  });

  it.each([
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
    ['20.19.0', 'ok'],
    ['24.0.0', 'ok'],
  ])('takes Node.js %s for a %s', (version, level) => {
    expect(checkNode(version)).toEqual([expect.objectContaining({ level })]);
  });
});
