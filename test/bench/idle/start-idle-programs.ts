import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { hasRedisServer, startRedis } from '#test/servers/redis.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { runProgram } from '../commands/run-program.ts';
import { makeCompany } from '../make-company.ts';

/** A program with a database of its own and nothing to do. */
export type IdleProgram = {
  kind: 'postgres' | 'redis' | 'bare';
  name: string;
  pid: number;
  database: string;
};

/** `largesse start` with the queue in Postgres and, where there is a redis-server, in Redis, and a bare Node process. */
export async function startIdlePrograms(
  postgres: BenchPostgres,
): Promise<{ programs: IdleProgram[]; stop: () => Promise<void> }> {
  const closers: (() => Promise<unknown>)[] = [];
  async function stop(): Promise<void> {
    for (const close of closers.splice(0).toReversed()) await close();
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-idle-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const redis = hasRedisServer() ? await startRedis() : undefined;
    if (redis) closers.push(() => redis.stop());
    const place = { postgres, folder, closers };
    const programs = [
      await startIdle(place, { kind: 'postgres', name: 'Largesse, queue in Postgres' }, { args: START }),
      ...(redis
        ? [
            await startIdle(
              place,
              { kind: 'redis', name: 'Largesse, queue in Redis' },
              { args: START, redisUrl: redis.url },
            ),
          ]
        : []),
      await startIdle(
        place,
        { kind: 'bare', name: 'a bare Node process' },
        { args: [BARE], awaited: /ready/u },
      ),
    ];
    return { programs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const START = ['src/cli/main.ts', 'start'];
const BARE = fileURLToPath(new URL('bare-idle.ts', import.meta.url));

type Run = { args: readonly string[]; redisUrl?: string; awaited?: RegExp };
type Place = { postgres: BenchPostgres; folder: string; closers: (() => Promise<unknown>)[] };

async function startIdle(
  { postgres, folder, closers }: Place,
  { kind, name }: Omit<IdleProgram, 'pid' | 'database'>,
  { args, redisUrl, awaited }: Run,
): Promise<IdleProgram> {
  const database = `bench_idle_${kind}`;
  const url = await postgres.createDatabase(database);
  const db = await openMigrated(url);
  await makeCompany(db);
  await db.destroy();
  const env = {
    DATABASE_URL: url,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    LARGESSE_DIR: folder,
    LARGESSE_KEYS: keysToText([newKey()]),
    PORT: '0',
  };
  const { pid, stop } = await runProgram(args, {
    name: `idle-${kind}`,
    folder,
    env,
    ...(awaited && { awaited }),
  });
  closers.push(stop);
  return { kind, name, pid, database };
}
