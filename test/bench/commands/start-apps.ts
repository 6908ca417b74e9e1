import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { hasRedisServer, startRedis } from '#test/servers/redis.ts';
import type { BenchPostgres } from '../bench-postgres.ts';
import { findParentOf } from './processor-time.ts';
import { runProgram } from './run-program.ts';
import { type RunningApp, startLargesse } from './start-largesse.ts';
import { type SlackProcess, startSlack } from './start-slack.ts';

/** Everything that commands are measured with, each in processes of its own. Only one app is given work at a time. */
export type BenchApps = {
  slack: SlackProcess;
  /** All roles in one process. */
  onPostgres: RunningApp;
  /** The same; undefined where there is no redis-server. */
  onRedis: RunningApp | undefined;
  /** One process for web and chat, another for the worker. */
  onRedisApart: RunningApp | undefined;
  /** Acknowledges. */
  bareBolt: RunningApp;
  /** Acknowledges and sends one message. */
  bareSender: RunningApp;
  /** Beside the apps', by name. */
  pids: Record<string, number>;
  stop(): Promise<void>;
};

export async function startApps(postgres: BenchPostgres): Promise<BenchApps> {
  const closers: (() => Promise<unknown>)[] = [];
  async function stop(): Promise<void> {
    for (const close of closers.splice(0).toReversed()) await close();
  }
  try {
    return { ...(await start(postgres, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  postgres: BenchPostgres,
  closers: (() => Promise<unknown>)[],
): Promise<Omit<BenchApps, 'stop'>> {
  function closing<T extends { stop(): Promise<void> }>(opened: T): T {
    closers.push(() => opened.stop());
    return opened;
  }
  async function largesse(name: string, roles: readonly string[], redisUrl?: string): Promise<RunningApp> {
    const shape = { name, folder, roles, ...(redisUrl && { redisUrl }) };
    return closing(await startLargesse(postgres, slack, shape));
  }
  const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-apps-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const slack = closing(await startSlack());
  const queues = hasRedisServer() ? [closing(await startRedis()), closing(await startRedis())] : [];
  const [redis, redisApart] = queues;
  return {
    slack,
    onPostgres: await largesse('postgres_queue', ['all']),
    onRedis: redis && (await largesse('redis_queue', ['all'], redis.url)),
    onRedisApart: redisApart && (await largesse('redis_apart', ['web,chat', 'worker'], redisApart.url)),
    bareBolt: closing(await startBareBolt(slack, folder, {})),
    bareSender: closing(await startBareBolt(slack, folder, { SENDS: 'yes' })),
    pids: {
      'Slack and its users': slack.pid,
      Postgres: await findPostmaster(postgres.url),
      ...(redis && { Redis: await findRedis(redis.url) }),
      ...(redisApart && { 'Redis, the other': await findRedis(redisApart.url) }),
    },
  };
}

async function startBareBolt(
  slack: SlackProcess,
  folder: string,
  more: Record<string, string>,
): Promise<RunningApp> {
  const program = fileURLToPath(new URL('bare-bolt.ts', import.meta.url));
  const { url, pid, stop } = await runProgram([program], {
    name: 'bare-bolt',
    folder,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      ...more,
    },
  });
  return { url: `${url}/slack/events`, pids: [pid], stop };
}

/** The process that all others of a Postgres were started by. */
async function findPostmaster(url: string): Promise<number> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return await findParentOf(rows[0]?.pid ?? 0);
  } finally {
    await client.end();
  }
}

async function findRedis(url: string): Promise<number> {
  const client = new Redis(url);
  try {
    return Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1] ?? 0);
  } finally {
    client.disconnect();
  }
}
