import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkQueue } from '#jobs/check-queue.ts';
import { migrateQueue, openQueue } from '#jobs/queue.ts';
import { hasRedisServer, type RedisServer, startRedis } from '#test/servers/redis.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { createTestDatabase, ownerUrlOf } from '#test/helpers/database.ts';
import { hasPgBouncer, startPgBouncer } from '#test/servers/pgbouncer.ts';
import { type QueueServer, startPostgresQueues } from './queue-servers.ts';

describe.skipIf(!hasRedisServer())("the doctor's look at Redis", () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await redis.stop();
  });

  function check() {
    return checkQueue({ kind: 'redis', url: redis.url }, silentLog);
  }

  it('warns that nothing is kept over a restart, and is content once something is', async () => {
    expect((await check()).map(({ level }) => level)).toEqual(['ok', 'warning', 'ok']);

    await redis.configure('appendonly', 'yes');

    expect(await check()).toMatchObject([
      { level: 'ok', message: expect.stringMatching(/^Redis [\d.]+ answers\.$/u) as string },
      { level: 'ok', message: expect.stringMatching(/^A job passes, in \d+ ms\.$/u) as string },
    ]);
  });

  it('finds a memory policy that lets Redis drop jobs', async () => {
    await redis.configure('maxmemory-policy', 'allkeys-lru');

    const findings = await check();

    expect(findings).toContainEqual({
      subject: 'queue',
      level: 'problem',
      message: 'Redis may drop jobs when its memory is full: maxmemory-policy is allkeys-lru.',
      fix: 'Set `maxmemory-policy noeviction`.',
    });
  });

  it.each([
    ['is full', 'maxmemory', '1', '0', 'Redis is full and takes no more jobs.', 'Raise maxmemory'],
    [
      'waits for replicas',
      'min-replicas-to-write',
      '1',
      '0',
      'Redis has too few replicas',
      'Start its replicas',
    ],
    [
      'wants a password',
      'requirepass',
      'secret',
      '',
      'Redis refuses the login.',
      'Correct the password in REDIS_URL',
    ],
  ])('says that Redis %s, and what to do', async (_, setting, value, usual, message, fix) => {
    await redis.configure('maxmemory-policy', 'noeviction');
    await redis.configure(setting, value);
    try {
      expect((await check()).filter(({ level }) => level === 'problem')).toEqual([
        {
          subject: 'queue',
          level: 'problem',
          message: expect.stringContaining(message) as string,
          fix: expect.stringContaining(fix) as string,
        },
      ]);
    } finally {
      await redis.configure(setting, usual, setting === 'requirepass' ? value : undefined);
    }
  });

  it('says that a Redis is a replica', async () => {
    await redis.follow('127.0.0.1', 1);
    try {
      expect(await check()).toContainEqual({
        subject: 'queue',
        level: 'problem',
        message: 'This Redis can only be read: it is a replica.',
        fix: 'Set REDIS_URL to the primary.',
      });
    } finally {
      await redis.follow();
    }
  });

  it('says that Redis cannot be reached, and what to do', async () => {
    await redis.kill();

    const [finding, ...others] = await check();

    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: 'problem', fix: 'Start Redis, or correct REDIS_URL.' });
    expect(finding?.message).toContain('ECONNREFUSED');
  });
});

describe("the doctor's look at the queue in Postgres", () => {
  let server: QueueServer;

  beforeAll(async () => {
    server = await startPostgresQueues();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('misses the tables until they are made', async () => {
    const { url, drop } = await createTestDatabase({ isEmpty: true });
    const config = { kind: 'postgres', url } as const;

    const before = await checkQueue(config, silentLog);
    await Promise.all([migrateQueue(url), migrateQueue(url)]);
    const after = await checkQueue(config, silentLog);
    await drop();

    expect(before).toMatchObject([
      { level: 'problem', message: 'The database has no tables for the queue yet.' },
    ]);
    expect(after.map(({ level }) => level)).toEqual(['ok', 'ok']);
  });

  it.skipIf(!hasPgBouncer()).each([
    ['refuses our settings', [], false],
    ['drops our settings', ['options'], false],
    ['keeps our settings, and shares sessions all the same', ['options'], true],
  ])('refuses a PgBouncer that %s', async (_, ignore, keepsThem) => {
    const config = await server.openFresh();
    await migrateQueue(config.url);
    if (keepsThem) await setSearchPath(config.url);
    const bouncer = await startPgBouncer(config.url, { ignore });
    try {
      const through = { ...config, url: bouncer.urlOf(config.url) };

      expect(await checkQueue(through, silentLog)).toEqual([
        {
          subject: 'queue',
          level: 'problem',
          message:
            'DATABASE_URL leads to a pooler such as PgBouncer, and the queue in Postgres needs sessions of its own.',
          fix: 'Set REDIS_URL to keep the queue in Redis, or point DATABASE_URL straight at Postgres.',
        },
      ]);
      await expect(openQueue(through, { log: silentLog })).rejects.toThrow(/leads to a pooler/u);
    } finally {
      await bouncer.stop();
    }
  });

  it.skipIf(!hasPgBouncer())('takes a PgBouncer that gives each client a session of its own', async () => {
    const config = await server.openFresh();
    await migrateQueue(config.url);
    await setSearchPath(config.url);
    const bouncer = await startPgBouncer(config.url, { ignore: ['options'], mode: 'session' });
    try {
      const [first] = await checkQueue({ ...config, url: bouncer.urlOf(config.url) }, silentLog);

      expect(first).toMatchObject({ level: 'ok' });
    } finally {
      await bouncer.stop();
    }
  });

  it('says that the database cannot be reached', async () => {
    const config = await server.openFresh();
    await server.goAway();

    expect(await checkQueue(config, silentLog)).toMatchObject([{ level: 'problem' }]);
  });
});

/** As a pooler does that tracks it: every session of the database has the queue's. */
async function setSearchPath(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: await ownerUrlOf(url) });
  await client.connect();
  await client.query(
    `alter database ${client.escapeIdentifier(client.database ?? '')} set search_path = bullmq`,
  );
  await client.end();
}
