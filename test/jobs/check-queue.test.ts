import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkQueue } from '#jobs/check-queue.ts';
import { migrateQueue } from '#jobs/queue.ts';
import { hasRedisServer, type RedisServer, startRedis } from '#test/servers/redis.ts';
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
    return checkQueue({ kind: 'redis', url: redis.url });
  }

  it('warns that nothing is kept over a restart, and is content once something is', async () => {
    expect((await check()).map(({ level }) => level)).toEqual(['ok', 'warning']);

    await redis.configure('appendonly', 'yes');

    expect((await check()).map(({ level }) => level)).toEqual(['ok']);
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
    const config = await server.openFresh();

    const before = await checkQueue(config);
    await Promise.all([migrateQueue(config.url), migrateQueue(config.url)]);
    const after = await checkQueue(config);

    expect(before).toMatchObject([
      { level: 'problem', message: 'The database has no tables for the queue yet.' },
    ]);
    expect(after.map(({ level }) => level)).toEqual(['ok']);
  });

  it('says that the database cannot be reached', async () => {
    const config = await server.openFresh();
    await server.goAway();

    expect(await checkQueue(config)).toMatchObject([{ level: 'problem' }]);
  });
});
