import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type LargesseProcess, runLargesse } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { hasPgBouncer, startPgBouncer } from '#test/servers/pgbouncer.ts';
import { hasRedisServer, type RedisServer, startRedis } from '#test/servers/redis.ts';

const database = await createTestDatabase();
const KEYS = keysToText([newKey()]);
let dir = '';

type Readiness = { status: string; checks: Record<string, string> };

async function ask(url: string): Promise<[number, Readiness]> {
  const response = await fetch(`${url}/readyz`);
  return [response.status, (await response.json()) as Readiness];
}

/** Waits until `/readyz` says this of a part, and gives its whole answer. */
async function untilSaid(url: string, part: string, state: RegExp): Promise<[number, Readiness]> {
  return until(`${part} ${state.source}`, async () => {
    const [status, body] = await ask(url);
    return state.test(body.checks[part] ?? '') && ([status, body] as [number, Readiness]);
  });
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'largesse-health-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

describe.skipIf(!hasRedisServer())('a worker process', { timeout: 120_000 }, () => {
  let redis: RedisServer;
  let worker: LargesseProcess;

  beforeAll(async () => {
    redis = await startRedis();
    await redis.configure('maxmemory-policy', 'noeviction');
    worker = await runLargesse({
      roles: 'worker',
      env: {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        LARGESSE_DIR: dir,
        LARGESSE_KEYS: KEYS,
        SMTP_URL: 'smtp://127.0.0.1:1',
        MAIL_FROM: 'gifts@example.com',
        HEALTH_PORT: '0',
      },
    });
  }, 120_000);
  afterAll(async () => {
    await worker?.stop();
    await redis.stop();
  });

  it('lives and is ready, without any web role', async () => {
    expect((await fetch(`${worker.url}/livez`)).status).toBe(200);
    expect(await ask(worker.url)).toEqual([
      200,
      {
        status: 'ok',
        checks: { database: 'ok', keys: 'ok', queue: 'ok', sweep: 'ok', workers: 'ok' },
        details: expect.objectContaining({ keys: { lacking: 0, processes: 1, differ: false } }),
      },
    ]);
    expect((await fetch(`${worker.url}/`)).status).toBe(404);
  });

  it('says when Redis is full, when it is a replica, when it is gone, and when all is well again', async () => {
    await redis.configure('maxmemory', '1');
    const full = await untilSaid(worker.url, 'queue', /^Redis is full and takes no more jobs$/u);
    await redis.configure('maxmemory', '0');
    await untilSaid(worker.url, 'queue', /^ok$/u);

    await redis.follow('127.0.0.1', 1);
    const replica = await untilSaid(worker.url, 'queue', /^This Redis can only be read/u);
    await redis.follow();
    await redis.kill();
    const gone = await untilSaid(worker.url, 'queue', /^Redis cannot be reached$/u);
    await redis.restart();
    const well = await untilSaid(worker.url, 'queue', /^ok$/u);

    expect([full, replica, gone, well].map(([status]) => status)).toEqual([503, 503, 503, 200]);
    expect(JSON.stringify([full, replica, gone])).not.toContain('127.0.0.1');
  });
});

describe.skipIf(!hasPgBouncer())('behind PgBouncer in transaction mode', { timeout: 120_000 }, () => {
  it('Largesse refuses to keep its queue in Postgres, and says what to do', async () => {
    const bouncer = await startPgBouncer(database.url);
    try {
      const env = {
        DATABASE_URL: bouncer.urlOf(database.url),
        LARGESSE_DIR: dir,
        LARGESSE_KEYS: KEYS,
        PORT: '0',
      };

      await expect(runLargesse({ roles: 'all', env })).rejects.toThrow(
        /leads to a pooler such as PgBouncer.*Set REDIS_URL to keep the queue in Redis/su,
      );
    } finally {
      await bouncer.stop();
    }
  });

  it.skipIf(!hasRedisServer())('Largesse works with its queue in Redis', async () => {
    const bouncer = await startPgBouncer(database.url);
    const redis = await startRedis();
    try {
      const env = {
        DATABASE_URL: bouncer.urlOf(database.url),
        REDIS_URL: redis.url,
        LARGESSE_DIR: dir,
        LARGESSE_KEYS: KEYS,
        PORT: '0',
      };
      const largesse = await runLargesse({ roles: 'all', env });
      const ready = await untilSaid(largesse.url, 'sweep', /^ok$/u);
      await largesse.stop();

      expect(ready[1]).toMatchObject({ status: 'ok' });
    } finally {
      await redis.stop();
      await bouncer.stop();
    }
  });
});
