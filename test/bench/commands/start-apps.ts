import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasRedisServer, startRedis } from '#test/servers/redis.ts';
import type { BenchPostgres } from '../bench-postgres.ts';
import { type RunningProgram, runProgram } from './run-program.ts';
import { startLargesse } from './start-largesse.ts';
import { type SlackProcess, startSlack } from './start-slack.ts';

/** Everything that commands are measured with, each in a process of its own. Only one app is given work at a time. */
export type BenchApps = {
  slack: SlackProcess;
  onPostgres: RunningProgram;
  /** Undefined where there is no redis-server. */
  onRedis: RunningProgram | undefined;
  bareBolt: RunningProgram;
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
  const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-apps-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const slack = closing(await startSlack());
  const redis = hasRedisServer() ? closing(await startRedis()) : undefined;
  const onPostgres = closing(await startLargesse(postgres, slack, { name: 'postgres_queue', folder }));
  const onRedis = redis
    ? closing(await startLargesse(postgres, slack, { name: 'redis_queue', folder, redisUrl: redis.url }))
    : undefined;
  return { slack, onPostgres, onRedis, bareBolt: closing(await startBareBolt(slack, folder)) };
}

async function startBareBolt(slack: SlackProcess, folder: string): Promise<RunningProgram> {
  const program = fileURLToPath(new URL('bare-bolt.ts', import.meta.url));
  const { url, stop } = await runProgram([program], {
    name: 'bare-bolt',
    folder,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  return { url: `${url}/slack/events`, stop };
}
